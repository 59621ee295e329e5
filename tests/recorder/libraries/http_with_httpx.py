"""An ASGI application in a server that runs beside its clients."""

import asyncio

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def home(request):
    await asyncio.sleep(0.05)
    return PlainTextResponse("welcome")


async def main():
    app = Starlette(routes=[Route("/", home)])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with httpx.AsyncClient(trust_env=False) as client:
        answers = await asyncio.gather(*(client.get(f"http://127.0.0.1:{port}/") for _ in range(3)))
        print([answer.text for answer in answers])
    server.should_exit = True
    await serving


asyncio.run(main())
