import asyncio
import os
import ssl
import tempfile

ROAD = "unix"
OPENSSL = "openssl req -x509 -nodes -newkey rsa:2048 -subj /CN=x -addext subjectAltName=IP:127.0.0.1 2> /dev/null"


async def echo(reader, writer):
    writer.write(await reader.readline())
    writer.close()


def both_contexts(pem):
    os.system(f"{OPENSSL} -keyout {pem} -out {pem}")
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(pem)
    return own, ssl.create_default_context(cafile=pem)


async def main():
    with tempfile.TemporaryDirectory() as folder:
        if ROAD == "unix":
            await asyncio.start_unix_server(echo, f"{folder}/echo")
            reader, writer = await asyncio.open_unix_connection(f"{folder}/echo")
        else:
            own, trusting = both_contexts(f"{folder}/pem") if ROAD == "tls" else (None, None)
            server = await asyncio.start_server(echo, "127.0.0.1", 0, ssl=own)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname(), ssl=trusting)
    print("a path" if isinstance(writer.get_extra_info("peername"), str) else "a host and a port")
    print("certificate:", writer.get_extra_info("peercert") is not None, "half end:", writer.can_write_eof())
    writer.write(b"hi\n")
    print("came back:", await reader.readline())
    writer.close()


if __name__ == "__main__":
    asyncio.run(main())
