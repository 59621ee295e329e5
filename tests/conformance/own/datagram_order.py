"""Datagrams between two endpoints: the order of a protocol's calls, addresses, closing and aborting."""

# needs: sockets
import asyncio

from caselog import err, log


class End(asyncio.DatagramProtocol):
    def __init__(self, name):
        self.name = name
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        log(self.name, "made", transport.is_closing())
        self.transport = transport

    def datagram_received(self, data, addr):
        log(self.name, data if len(data) < 100 else len(data))

    def error_received(self, exc):
        log(self.name, "error", type(exc).__name__)

    def connection_lost(self, exc):
        log(self.name, "lost", exc, self.transport.is_closing())
        self.closed.set_result(self.name)


class Echo(End):
    def datagram_received(self, data, addr):
        super().datagram_received(data, addr)
        self.transport.sendto(data.upper(), addr)


class Quiet(asyncio.DatagramProtocol):
    """Without methods of its own: asyncio's calls do not show."""


async def main():
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(lambda: Echo("server"), local_addr=("127.0.0.1", 0))
    address = transport.get_extra_info("sockname")
    log(address[0], transport.get_extra_info("peername"), transport.get_protocol() is server)

    connected, client = await loop.create_datagram_endpoint(lambda: End("client"), remote_addr=address)
    log(connected.get_extra_info("peername") == address)
    connected.sendto(b"one")
    connected.sendto(b"two", address)
    connected.sendto(b"")
    await asyncio.sleep(1)
    try:
        connected.sendto(b"elsewhere", ("127.0.0.1", 1))
    except ValueError as exc:
        log(err(exc).split(" (")[0])

    free, other = await loop.create_datagram_endpoint(lambda: End("other"), local_addr=("127.0.0.1", 0))
    free.sendto(b"three", address)
    free.sendto(b"x" * 3000, address)
    free.sendto(b"past the filter", connected.get_extra_info("sockname"))
    await asyncio.sleep(1)
    free.close()
    free.close()
    log(free.is_closing(), free.get_write_buffer_size())
    log(await other.closed, free.get_protocol())

    connected.sendto(b"last words")
    connected.abort()
    await client.closed
    await asyncio.sleep(1)
    transport.close()
    await server.closed
    quiet, protocol = await loop.create_datagram_endpoint(Quiet, local_addr=("127.0.0.1", 0))
    log(type(protocol).__name__)
    quiet.sendto(b"to itself", quiet.get_extra_info("sockname"))
    await asyncio.sleep(1)
    quiet.close()


asyncio.run(main())
