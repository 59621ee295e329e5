"""A server and its clients; one of them gives up."""

import asyncio

from aiohttp import ClientSession, ClientTimeout, web


async def hello(request):
    await asyncio.sleep(0.05)
    return web.json_response({"hello": request.match_info["name"]})


async def slow(request):
    await asyncio.sleep(1)
    return web.Response(text="late")


async def main():
    app = web.Application()
    app.add_routes([web.get("/hello/{name}", hello), web.get("/slow", slow)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with ClientSession() as session:

        async def ask(path, **options):
            async with session.get(url + path, **options) as answer:
                return await answer.json()

        print(await asyncio.gather(*(ask(f"/hello/{name}") for name in ("ann", "bob", "cy"))))
        try:
            await ask("/slow", timeout=ClientTimeout(total=0.1))
        except asyncio.TimeoutError:
            print("too slow")
    await runner.cleanup()


asyncio.run(main())
