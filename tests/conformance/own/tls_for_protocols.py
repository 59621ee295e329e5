"""TLS under protocols of the program: loop.start_tls(), an accepted socket, and a file that is sent over it."""

import asyncio
import os
import socket
import ssl
import tempfile

from caselog import err, log

MAKE = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost " \
       "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout {0}/key.pem -out {0}/chain.pem 2>/dev/null"


def make_contexts():
    with tempfile.TemporaryDirectory() as folder:
        os.system(MAKE.format(folder))
        server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        server.load_cert_chain(folder + "/chain.pem", folder + "/key.pem")
        client = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=folder + "/chain.pem")
    return server, client


class Upgrades(asyncio.Protocol):
    """Answers to STARTTLS by making the connection secure."""

    def __init__(self, context):
        self.context = context

    def connection_made(self, transport):
        log("server made")
        self.transport = transport

    def data_received(self, data):
        log("server got", data, self.transport.get_extra_info("cipher") is not None)
        if data == b"STARTTLS":
            self.transport.write(b"GO")
            self.task = asyncio.create_task(self.upgrade(), name="upgrade")
        else:
            self.transport.write(data.upper())

    async def upgrade(self):
        loop = asyncio.get_running_loop()
        self.transport = await loop.start_tls(self.transport, self, self.context, server_side=True)
        log("server is secure")


class Client(asyncio.Protocol):
    def __init__(self):
        self.got = asyncio.Queue()

    def connection_made(self, transport):
        log("client made")

    def data_received(self, data):
        self.got.put_nowait(data)

    def connection_lost(self, exc):
        log("lost", exc)


async def upgraded(server_context, client_context):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Upgrades(server_context), "127.0.0.1", 0)
    transport, client = await loop.create_connection(Client, *server.sockets[0].getsockname())
    transport.write(b"STARTTLS")
    log("client got", await client.got.get())
    secure = await loop.start_tls(transport, client, client_context, server_hostname="localhost")
    log("client is secure", secure is transport, secure.get_protocol() is client)
    await asyncio.sleep(1)
    secure.write(b"hello")
    log("client got", await client.got.get())
    secure.close()
    await asyncio.sleep(1)
    server.close()


async def sent(server_context, client_context):
    loop = asyncio.get_running_loop()
    listening = socket.socket()
    listening.setblocking(False)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    ends = []

    async def connect(host, port):
        options = {"ssl": client_context, "server_hostname": "localhost"}
        ends.append(await loop.create_connection(Client, host, port, **options))

    connecting = asyncio.create_task(connect(*listening.getsockname()), name="connecting")
    sock, _ = await loop.sock_accept(listening)
    listening.close()
    transport, protocol = await loop.connect_accepted_socket(Client, sock, ssl=server_context)
    await connecting
    client_transport, client = ends[0]
    with tempfile.TemporaryFile() as file:
        file.write(b"0123456789")
        file.flush()
        log("sent", await loop.sendfile(transport, file, offset=2, count=5))
        log("client got", await client.got.get(), transport.get_protocol() is protocol, transport.is_reading())
        try:
            await loop.sendfile(transport, file, fallback=False)
        except RuntimeError as exc:
            log(err(exc).split(" <")[0])
    client_transport.write(b"thanks")
    log("server got", await protocol.got.get())
    transport.close()
    await asyncio.sleep(1)


async def main():
    contexts = make_contexts()
    await upgraded(*contexts)
    await sent(*contexts)


asyncio.run(main())
