"""Each call in the default executor."""

import asyncio
import os
import tempfile

import aiofiles


async def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "lines")
        async with aiofiles.open(path, "w") as file:
            await file.write("one\ntwo\n")
        async with aiofiles.open(path) as file:
            async for line in file:
                print(line.strip())


asyncio.run(main())
