"""StreamWriter: who forgets the last one closes the connection, on either side, without a word."""
import asyncio
from caselog import log


async def serve(reader, writer):
    writer.write(await reader.readline())
    log('handler forgets its writer')


async def ask(address):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b'question\n')
    log('asked')


async def main():
    server = await asyncio.start_server(serve, '127.0.0.1', 0)
    address = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b'hello\n')
    log(await reader.read())
    await ask(address)
    await asyncio.sleep(1)
    server.close()
    await server.wait_closed()
    log('closed')
    writer.close()


asyncio.run(main())
