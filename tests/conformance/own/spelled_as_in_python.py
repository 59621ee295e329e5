"""Arguments and methods as programs write them: addresses as they come, keywords, objects that others hold, texts."""

# needs: sockets
import asyncio

from caselog import err, log


async def echoing():
    received = 0
    while True:
        received = yield received


async def sent():
    generator = echoing()
    log(await generator.asend(None), await generator.asend([]), await generator.asend([1]))
    await generator.aclose()


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data.upper())


class Client(asyncio.Protocol):
    def __init__(self):
        self.got = asyncio.get_running_loop().create_future()

    def data_received(self, data):
        self.got.set_result(data)


class Receiver(asyncio.DatagramProtocol):
    def __init__(self):
        self.got = asyncio.get_running_loop().create_future()

    def datagram_received(self, data, addr):
        self.got.set_result(data)


async def addresses():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    for _ in range(2):
        transport, client = await loop.create_connection(Client, *address)
        transport.write(b"hello")
        log(await client.got)
        transport.close()
    server.close()
    await server.wait_closed()
    one, receiver = await loop.create_datagram_endpoint(Receiver, local_addr=("127.0.0.1", 0))
    two, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
    two.sendto(b"datagram", one.get_extra_info("sockname"))
    log(await receiver.got)
    one.close()
    two.close()


async def limits():
    try:
        async with asyncio.timeout(delay=1):
            await asyncio.sleep(2)
    except TimeoutError as exc:
        log(err(exc))
    async with asyncio.timeout_at(when=5.0) as scope:
        log(scope)
    scope = asyncio.timeout(1)
    log(await scope.__aenter__() is scope)
    await scope.__aexit__(None, None, None)
    log(scope)


class Counter:
    def __init__(self):
        self.entered = 0

    async def __aenter__(self):
        self.entered += 1
        return self

    async def __aexit__(self, *exc):
        self.entered -= 1


async def held():
    counter = Counter()
    async with counter as inside:
        log(counter.entered, inside.entered)
    log(counter.entered)
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1, future.set_result, None)
    log(await future)


def texts():
    line = b"one fish, two FISH"
    log(line.count(b"o"), line.count(b"fish"), line.count(b""), line.title(), line.capitalize(), line.hex())
    text = "they're -12"
    log(text.title(), text.count("e"), text.ljust(13), text.rjust(13), text.center(14), text.center(15))
    log("12".zfill(4), "-12".zfill(5), "ab".center(5), "abc".center(6))
    for each in "", "12", "ab", "aB1", " \t", "A1", "b-2":
        log(each.isdigit(), each.isalpha(), each.isalnum(), each.isspace(), each.isupper(), each.islower())


async def main():
    await sent()
    await addresses()
    await limits()
    await held()
    texts()


asyncio.run(main())
