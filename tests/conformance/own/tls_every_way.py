"""TLS: handshakes, who is trusted and who is not, start_tls(), extra information, the end of a connection, abort()."""

import asyncio
import os
import ssl
import tempfile

from caselog import err, log, outcome

MAKE = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost " \
       "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout {0}/key.pem -out {0}/chain.pem 2>/dev/null"


def make_contexts():
    with tempfile.TemporaryDirectory() as folder:
        os.system(MAKE.format(folder))
        server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        server.load_cert_chain(folder + "/chain.pem", folder + "/key.pem")
        client = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=folder + "/chain.pem")
    return server, client


async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    log("echo: the end", reader.at_eof())
    writer.close()


async def attempt(what, awaitable):
    try:
        await awaitable
        log(what, "fine")
    except ssl.SSLCertVerificationError as exc:
        log(what, type(exc).__name__, exc.verify_code, exc.verify_message)
    except Exception as exc:
        log(what, err(exc))


async def talks(server, client):
    async with await asyncio.start_server(echo, "127.0.0.1", 0, ssl=server) as listening:
        address = listening.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address, ssl=client, server_hostname="localhost")
        writer.write(b"hello\n")
        log(await reader.readline())
        log(writer.can_write_eof(), writer.get_extra_info("peername") == address, writer.get_extra_info("sslcontext") is client)
        log(writer.get_extra_info("compression"), "TLSv1.3" in repr(writer.get_extra_info("cipher")), writer.get_extra_info("nothing", "x"))
        log("'subject': ((('commonName', 'localhost'),),)" in repr(writer.get_extra_info("peercert")), writer.get_extra_info("ssl_object") is not None)
        try:
            writer.write_eof()
        except NotImplementedError as exc:
            log(repr(exc))
        writer.writelines([b"one\n", b"two\n", b"three"])
        log(await reader.readexactly(8), writer.is_closing())
        writer.close()
        log(writer.is_closing())
        await writer.wait_closed()
        log("closed")


async def refuses(server, client):
    stranger = ssl.create_default_context()
    careless = ssl.create_default_context()
    careless.check_hostname = False
    careless.verify_mode = ssl.CERT_NONE
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: log("handler", context["message"], type(context["exception"]).__name__))
    listening = await asyncio.start_server(echo, "127.0.0.1", 0, ssl=server)
    address = listening.sockets[0].getsockname()
    await attempt("other name", asyncio.open_connection(*address, ssl=client, server_hostname="example.org"))
    await attempt("stranger", asyncio.open_connection(*address, ssl=stranger, server_hostname="localhost"))
    await attempt("no name", asyncio.open_connection(*address, ssl=client, server_hostname=""))
    await attempt("no limit", asyncio.open_connection(*address, ssl=client, ssl_handshake_timeout=0))
    await attempt("without ssl", asyncio.open_connection(*address, server_hostname="localhost"))
    await attempt("limit without ssl", asyncio.open_connection(*address, ssl_shutdown_timeout=1))
    reader, writer = await asyncio.open_connection(*address, ssl=careless, server_hostname="example.org")
    writer.write(b"careless\n")
    log(await reader.readline())
    writer.close()
    await writer.wait_closed()
    listening.close()
    loop.set_exception_handler(None)


async def upgrades(server, client):
    async def serve(reader, writer):
        log("server", await reader.readline())
        writer.write(b"go\n")
        await writer.start_tls(server)
        line = await reader.readline()
        log("server", line, writer.get_extra_info("sslcontext") is server)
        writer.write(b"secret\n")
        await writer.drain()
        writer.close()
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname())
        log(writer.can_write_eof(), writer.get_extra_info("sslcontext"))
        writer.write(b"STARTTLS\n")
        log(await reader.readline())
        await writer.start_tls(client, server_hostname="localhost")
        log(writer.can_write_eof())
        writer.write(b"psst\n")
        line = await reader.readline()
        rest = await reader.read()
        log(line, rest, reader.at_eof())
        writer.close()
        await writer.wait_closed()


async def ends(server, client):
    async def serve(reader, writer):
        line = await reader.readline()
        if line == b"abort\n":
            writer.transport.abort()
        elif line == b"close\n":
            writer.write(b"bye")
            writer.close()
        elif line == b"stay\n":
            log("server", await reader.read())
            writer.close()
    listening = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server)
    address = listening.sockets[0].getsockname()
    for request in b"abort\n", b"close\n":
        reader, writer = await asyncio.open_connection(*address, ssl=client)
        writer.write(request)
        await attempt("read", reader.read())
        log(reader.at_eof())
        writer.close()
        await attempt("closing", writer.wait_closed())
    reader, writer = await asyncio.open_connection(*address, ssl=client)
    writer.write(b"stay\n")
    waiting = asyncio.create_task(reader.read(), name="reads")
    await asyncio.sleep(1)
    writer.transport.abort()
    await asyncio.wait([waiting])
    log(outcome(waiting))
    await asyncio.sleep(1)
    reader, writer = await asyncio.open_connection(*address, ssl=client)
    try:
        async with asyncio.timeout(1):
            await reader.readline()
    except TimeoutError as exc:
        log(repr(exc))
    listening.close()
    listening.close_clients()
    await attempt("rest", reader.read())
    writer.close()


async def silence(client):
    async def silent(reader, writer):
        await reader.read()
        writer.close()
    async with await asyncio.start_server(silent, "127.0.0.1", 0) as listening:
        address = listening.sockets[0].getsockname()
        await attempt("handshake", asyncio.open_connection(*address, ssl=client, ssl_handshake_timeout=3))
        task = asyncio.create_task(asyncio.open_connection(*address, ssl=client), name="connects")
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.wait([task])
        log(outcome(task))


async def main():
    server, client = make_contexts()
    await talks(server, client)
    await refuses(server, client)
    await upgrades(server, client)
    await ends(server, client)
    await silence(client)


asyncio.run(main())
