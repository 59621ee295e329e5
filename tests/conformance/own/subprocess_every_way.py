"""Child processes: input and output, limits of time, several who wait, signals before and after the end."""

# needs: subprocess
# events: no
import asyncio
import signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT

from caselog import err, log, outcome


async def attempt(what, awaitable):
    try:
        log(what, await awaitable)
    except BaseException as exc:
        log(what, err(exc))


async def talks():
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    process.stdin.write(b"one\n")
    log(await process.stdout.readline(), process.returncode)
    process.stdin.writelines([b"two\n", b"three"])
    await process.stdin.drain()
    process.stdin.close()
    await process.stdin.wait_closed()
    log(await process.stdout.read())
    log(await process.wait(), process.returncode)
    log(await process.wait())
    for name in "terminate", "kill":
        try:
            getattr(process, name)()
        except ProcessLookupError as exc:
            log(name, err(exc))


async def communicates():
    process = await asyncio.create_subprocess_shell("cat; echo error >&2; exit 3", stdin=PIPE, stdout=PIPE, stderr=PIPE)
    log(await process.communicate(b"input"), process.returncode)
    process = await asyncio.create_subprocess_shell("echo out; echo error >&2", stdout=PIPE, stderr=STDOUT)
    log(await process.communicate(), process.returncode, process.stdin, process.stderr)
    process = await asyncio.create_subprocess_exec("true", stdin=DEVNULL)
    log(await process.communicate(), process.returncode)


async def out_of_time():
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    await attempt("communicate", asyncio.wait_for(process.stdout.read(1), 1))
    waiters = [asyncio.create_task(process.wait(), name=f"W{i}") for i in range(3)]
    await asyncio.sleep(1)
    waiters[1].cancel("not this one")
    process.terminate()
    await asyncio.wait(waiters)
    log([outcome(waiter) for waiter in waiters], process.returncode)
    log(await process.stdout.read())


async def signalled():
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE)
    process.send_signal(signal.SIGUSR1)
    log(await process.wait() == -signal.SIGUSR1)
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE)
    process.kill()
    log(await process.wait())


async def fails():
    await attempt("no program", asyncio.create_subprocess_exec("/nonexistent/program"))
    process = await asyncio.create_subprocess_shell("exit 7")
    log(await process.wait())
    process = await asyncio.create_subprocess_exec("true", stdin=PIPE)
    await process.wait()
    process.stdin.write(b"nobody reads this")
    await attempt("drain", process.stdin.drain())
    await attempt("drain", process.stdin.drain())
    process.stdin.close()


async def limited():
    process = await asyncio.create_subprocess_shell("echo 123456789; echo ab", stdout=PIPE, limit=4)
    try:
        await process.stdout.readline()
    except ValueError as exc:
        log(err(exc))
    log(await process.stdout.readline(), await process.stdout.readline())
    log(await process.wait())


async def main():
    for function in talks, communicates, out_of_time, signalled, fails, limited:
        log(function.__name__)
        await function()


asyncio.run(main())
