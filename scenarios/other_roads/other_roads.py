import asyncio
import os
import ssl
import subprocess
import tempfile

ROAD = "child"
OPENSSL = "openssl req -x509 -nodes -newkey rsa:2048 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"


async def echo(reader, writer):
    writer.write(await reader.readline())
    writer.close()


async def over_tls():
    with tempfile.TemporaryDirectory() as folder:
        pem = f"{folder}/localhost.pem"
        subprocess.run([*OPENSSL.split(), "-keyout", pem, "-out", pem], check=True, capture_output=True)
        own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        own.load_cert_chain(pem)
        trusting = ssl.create_default_context(cafile=pem)
    server = await asyncio.start_server(echo, "127.0.0.1", 0, ssl=own)
    return await asyncio.open_connection(*server.sockets[0].getsockname(), ssl=trusting)


async def over_pipe():
    loop, reader = asyncio.get_running_loop(), asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    reading, writing = os.pipe()
    await loop.connect_read_pipe(lambda: protocol, open(reading, "rb", 0))
    transport, _ = await loop.connect_write_pipe(lambda: protocol, open(writing, "wb", 0))
    return reader, asyncio.StreamWriter(transport, protocol, None, loop)


async def over_child():
    child = await asyncio.create_subprocess_exec("cat", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    return child.stdout, child.stdin


async def main():
    reader, writer = await {"tls": over_tls, "pipe": over_pipe, "child": over_child}[ROAD]()
    card = ("peername", "sockname", "socket", "cipher", "peercert", "pipe")
    print("known:", *[name for name in card if writer.get_extra_info(name) is not None])
    print("can write_eof:", writer.can_write_eof())
    writer.write(b"hi\n")
    print("came back:", await reader.readline())
    writer.close()


if __name__ == "__main__":
    asyncio.run(main())
