"""A conversation with a child, line by line; communicate(), wait() and signals; what it all gives."""
# events: no, what a child's pipes and its end come together with is chance in CPython
import asyncio
import signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from caselog import log, err


async def conversation():
    process = await asyncio.create_subprocess_shell('while read line; do echo "got $line"; done', stdin=PIPE, stdout=PIPE)
    for word in b'one\n', b'two\n':
        process.stdin.write(word)
        await process.stdin.drain()
        log(await process.stdout.readline())
    process.stdin.close()
    await process.stdin.wait_closed()
    log(await process.stdout.readline(), process.stdout.at_eof())
    log('wait', await process.wait(), process.returncode)


async def communication():
    process = await asyncio.create_subprocess_exec('sh', '-c', 'cat; echo err >&2; exit 3', stdin=PIPE, stdout=PIPE, stderr=PIPE)
    log(process.returncode, await process.communicate(b'in'), process.returncode)
    process = await asyncio.create_subprocess_shell('echo both; echo err >&2', stdin=DEVNULL, stdout=PIPE, stderr=STDOUT)
    log(process.stdin is None, process.stderr is None, await process.communicate())
    process = await asyncio.create_subprocess_exec('true', stdin=PIPE, stdout=PIPE)
    log(await process.communicate(b'x' * (1 << 20)))
    process = await asyncio.create_subprocess_exec('cat', stdin=PIPE, stdout=PIPE)
    out, error = await process.communicate(b'x' * (1 << 20))
    log(len(out), error)


async def signals():
    process = await asyncio.create_subprocess_exec('cat', stdin=PIPE)
    process.terminate()
    log(await process.wait())
    process = await asyncio.create_subprocess_exec('cat', stdin=PIPE)
    process.send_signal(signal.SIGKILL)
    tasks = [asyncio.create_task(process.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    log(await asyncio.gather(*tasks, return_exceptions=True))
    await asyncio.sleep(0.1)
    try:
        process.kill()
    except ProcessLookupError as exc:
        log(repr(exc))


async def main():
    await conversation()
    await communication()
    await signals()


asyncio.run(main())
