"""Children that cannot be started: the error and its text, and that no turn passes."""
import asyncio
from asyncio.subprocess import PIPE, STDOUT
from caselog import log, err


async def attempt(name, coroutine):
    try:
        await coroutine
    except (OSError, ValueError) as exc:
        log(name, err(exc), repr(exc))


async def main():
    asyncio.get_running_loop().call_soon(log, 'next turn')
    await attempt('unknown', asyncio.create_subprocess_exec('no such program', stdout=PIPE))
    await attempt('path', asyncio.create_subprocess_exec('/no/such/program'))
    await attempt('folder', asyncio.create_subprocess_exec('/', stdin=PIPE))
    await attempt('cwd', asyncio.create_subprocess_exec('true', cwd='/no/such/folder'))
    await attempt('stdout', asyncio.create_subprocess_exec('true', stdout=STDOUT))
    await asyncio.sleep(0)
    log('end')


asyncio.run(main())
