"""A service that is an object: its method serves, its server is None at first, writers in a dict."""

import asyncio

from caselog import log


class Service:
    def __init__(self):
        self.server = None
        self.writers = {}

    async def start(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)

    async def serve(self, reader, writer):
        name = (await reader.readline()).decode().strip()
        self.writers[name] = writer
        while line := await reader.readline():
            to, found, text = line.decode().strip().partition(": ")
            for each in [to] if found else sorted(self.writers):
                self.writers[each].write(f"{name} says {text or to}\n".encode())
        log(name, "left")
        del self.writers[name]
        writer.close()


async def client(address, name, *lines):
    reader, writer = await asyncio.open_connection(*address)
    for line in name, *lines:
        writer.write(f"{line}\n".encode())
        await asyncio.sleep(1)
    writer.write_eof()
    log(name, await reader.read())
    writer.close()


async def main():
    service = Service()
    log(bool(service.server))
    await service.start()
    address = service.server.sockets[0].getsockname()
    async with asyncio.TaskGroup() as group:
        group.create_task(client(address, "ann", "hello", "bob: psst"), name="ann")
        group.create_task(client(address, "bob", "hi", "ann: what", "bye"), name="bob")
    service.server.close()
    await service.server.wait_closed()
    log("stopped", len(service.writers))


asyncio.run(main())
