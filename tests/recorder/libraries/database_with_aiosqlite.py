"""A thread of its own for each connection, which ends after its loop."""

import asyncio

import aiosqlite


async def main():
    async with aiosqlite.connect(":memory:") as database:
        await database.execute("create table numbers (n)")
        await database.executemany("insert into numbers values (?)", [(i,) for i in range(5)])
        async with database.execute("select sum(n) from numbers") as cursor:
            print(await cursor.fetchone())


asyncio.run(main())
