"""Children that talk to each other: a pipeline pumped by hand, one joined by a descriptor, a filter given up, an environment."""

# needs: subprocesses
# events: no
import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT

from caselog import err, log


async def pump(reader, writer):
    count = 0
    try:
        while data := await reader.read(4096):
            writer.write(data)
            await writer.drain()
            count += len(data)
    except (BrokenPipeError, ConnectionResetError):
        log("the filter has had enough")
    finally:
        writer.close()
    return count


async def pumped():
    source = await asyncio.create_subprocess_exec("printf", "c\\nb\\na\\n", stdout=PIPE)
    sorts = await asyncio.create_subprocess_exec("sort", stdin=PIPE, stdout=PIPE)
    count, output = await asyncio.gather(pump(source.stdout, sorts.stdin), sorts.stdout.read())
    log(count, output, await source.wait(), await sorts.wait())


async def joined():
    read, write = os.pipe()
    first = await asyncio.create_subprocess_shell("echo one; echo two >&2; echo three", stdout=write, stderr=DEVNULL)
    os.close(write)
    second = await asyncio.create_subprocess_exec("tr", "a-z", "A-Z", stdin=read, stdout=PIPE)
    os.close(read)
    log(await second.communicate(), await first.wait(), second.returncode, first.stdout)


async def given_up():
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    task = asyncio.create_task(process.stdout.read(), name="reads")
    process.stdin.write(b"half a line")
    await asyncio.sleep(1)
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError as exc:
        log(err(exc), process.returncode)
    try:
        await asyncio.wait_for(process.wait(), 1)
    except TimeoutError as exc:
        log(err(exc))
    process.send_signal(signal.SIGTERM)
    log(await process.wait(), process.returncode == -signal.SIGTERM)


async def environment():
    process = await asyncio.create_subprocess_shell(
        "echo $GREETING; pwd; echo to stderr >&2; exit 7",
        stdout=PIPE,
        stderr=STDOUT,
        cwd="/",
        env={"GREETING": "hello", "PATH": os.environ["PATH"]},
    )
    lines = [line async for line in process.stdout]
    log(lines, await process.wait())


async def long_lines():
    process = await asyncio.create_subprocess_shell("printf '%0100d\\nshort\\n' 1", stdout=PIPE, limit=50)
    try:
        await process.stdout.readline()
    except ValueError as exc:
        log(err(exc))
    log(await process.stdout.readline(), await process.wait())


async def several():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(output_of("expr", str(n), "*", "2")) for n in range(1, 4)]
    log([task.result() for task in tasks])
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(output_of("false"), name="fails")
            group.create_task(output_of("sleep", "60"), name="sleeps")
    except* RuntimeError as exc:
        log(err(exc))


async def output_of(*command):
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    try:
        output, _ = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        log("killed", await process.wait())
        raise
    if process.returncode:
        raise RuntimeError(f"{command[0]}: {process.returncode}")
    return output.decode().strip()


async def main():
    for function in pumped, joined, given_up, environment, long_lines, several:
        await function()


asyncio.run(main())
