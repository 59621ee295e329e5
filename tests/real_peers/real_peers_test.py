"""Servers and clients that nobody here wrote talk to ours, on the loopback, in real time.

real_peers_test.py [-v] ECHO_SERVER HTTP_SERVER FETCH
"""

import asyncio
import contextlib
import functools
import http.server
import os
import resource
import select
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

import crowd  # the same, ten thousand at once

PROGRAMS = dict(zip(("echo", "http", "fetch"), sys.argv[-3:]))
PATIENCE = 60  # seconds: for a busy machine, not for us
CONNECTIONS = 10_000


def needs(tool):
    return unittest.skipUnless(shutil.which(tool), f"{tool} is not installed")


def run(*command, data=b"", code=0):
    done = subprocess.run([str(part) for part in command], input=data, capture_output=True, timeout=PATIENCE)
    if code is not None and done.returncode != code:
        raise AssertionError(f"{command[0]} ended with {done.returncode}: {done.stderr.decode()}")
    return done.stdout


class Server:
    """One of our servers in a process of its own."""

    def __init__(self, name, *arguments):
        self.process = subprocess.Popen([PROGRAMS[name], *arguments], stdout=subprocess.PIPE, text=True)
        self.port, self.control = map(int, self.process.stdout.readline().split())

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def stop(self):
        """It must end by itself, and well: sanitizers would complain here."""
        socket.create_connection(("127.0.0.1", self.control)).close()
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return code


class PeerTest(unittest.TestCase):
    def start(self, name, *arguments):
        server = Server(name, *arguments)
        self.addCleanup(lambda: self.assertEqual(server.stop(), 0))
        return server

    def connect(self, server):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
        self.addCleanup(connection.close)
        return connection


def receive_all(connection):
    data = bytearray()
    while part := connection.recv(1 << 16):
        data += part
    return bytes(data)


class Tools(PeerTest):
    @needs("curl")
    def test_curl_gets_posts_and_keeps_the_connection(self):
        server = self.start("http")
        url = f"http://127.0.0.1:{server.port}"
        self.assertEqual(run("curl", "-sS", url), b"hello\n")
        self.assertEqual(run("curl", "-sS", "--data", "a body", url + "/echo"), b"a body")
        self.assertEqual(run("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", url + "/nothing"), b"404")
        self.assertEqual(run("curl", "-sS", "-w", "%{num_connects}", url, url), b"hello\n1hello\n0")
        self.assertEqual(run("curl", "-sS", url + "/bytes/5000000"), b"x" * 5_000_000)

    @needs("nc")
    def test_nc_gets_its_bytes_back(self):
        data = os.urandom(300_000)
        server = self.start("echo")
        self.assertEqual(run("nc", "-N", "127.0.0.1", server.port, data=data), data)

    @needs("socat")
    def test_socat_gets_its_bytes_back(self):
        data = os.urandom(300_000)
        server = self.start("echo")
        self.assertEqual(run("socat", "-t", PATIENCE, "-", f"TCP4:127.0.0.1:{server.port}", data=data), data)

    def test_our_client_reads_from_pythons_http_server(self):
        with tempfile.TemporaryDirectory() as folder:
            data = os.urandom(2_000_000)
            with open(os.path.join(folder, "file"), "wb") as file:
                file.write(data)

            class Handler(http.server.SimpleHTTPRequestHandler):
                def log_message(self, *_):
                    pass

            handler = functools.partial(Handler, directory=folder)
            with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
                thread = threading.Thread(target=server.serve_forever)
                thread.start()
                answer = run(PROGRAMS["fetch"], "127.0.0.1", server.server_port, "/file")
                server.shutdown()
                thread.join()
        header, _, body = answer.partition(b"\r\n\r\n")
        self.assertIn(b" 200 OK", header)
        self.assertEqual(body, data)


@needs("openssl")
class Tls(PeerTest):
    """With a certificate authority of our own, made now."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        path = functools.partial(os.path.join, folder.name)
        cls.ca, cls.key, cls.chain = path("ca.pem"), path("key.pem"), path("chain.pem")
        extensions = path("extensions")
        with open(extensions, "w", encoding="ascii") as file:
            file.write("subjectAltName=DNS:localhost,IP:127.0.0.1\nauthorityKeyIdentifier=keyid\n")
        new_key = "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"
        cls.other_ca = path("other_ca.pem")
        for authority, key in (cls.ca, "ca.key"), (cls.other_ca, "other_ca.key"):
            run("openssl", "req", "-x509", *new_key, "-keyout", path(key), "-out", authority, "-days", 2,
                "-subj", "/CN=Test CA", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
        run("openssl", "req", *new_key, "-keyout", cls.key, "-out", path("request"), "-subj", "/CN=localhost")
        run("openssl", "x509", "-req", "-in", path("request"), "-CA", cls.ca, "-CAkey", path("ca.key"),
            "-CAcreateserial", "-days", 2, "-extfile", extensions, "-out", cls.chain)

    def client_context(self):
        return ssl.create_default_context(cafile=self.ca)

    @needs("curl")
    def test_curl_speaks_https_and_checks_the_certificate(self):
        server = self.start("http", self.chain, self.key)
        url = f"https://localhost:{server.port}"
        self.assertEqual(run("curl", "-sS", "-4", "--cacert", self.ca, url), b"hello\n")
        self.assertEqual(run("curl", "-sS", "-4", "--cacert", self.ca, url + "/bytes/3000000"), b"x" * 3_000_000)
        run("curl", "-sS", "-4", "--cacert", self.other_ca, url, code=60)

    def test_s_client_gets_its_line_back(self):
        server = self.start("echo", self.chain, self.key)
        command = ["openssl", "s_client", "-quiet", "-verify_return_error", "-CAfile", self.ca,
                   "-servername", "localhost", "-connect", f"127.0.0.1:{server.port}"]
        for version in "-tls1_2", "-tls1_3":
            with subprocess.Popen([*command, version], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL) as client:
                client.stdin.write(b"hello\n")
                client.stdin.flush()
                self.assertEqual(client.stdout.readline(), b"hello\n", version)
                client.kill()

    def test_pythons_ssl_gets_its_bytes_back(self):
        server = self.start("echo", self.chain, self.key)
        data = os.urandom(500_000)
        with self.client_context().wrap_socket(self.connect(server), server_hostname="localhost") as secure:
            secure.setblocking(False)  # not two threads: OpenSSL's connections are for one
            sent, got = 0, bytearray()
            while len(got) < len(data):
                with contextlib.suppress(ssl.SSLWantReadError, ssl.SSLWantWriteError):
                    sent += secure.send(data[sent:sent + (1 << 16)]) if sent < len(data) else 0
                with contextlib.suppress(ssl.SSLWantReadError, ssl.SSLWantWriteError):
                    got += secure.recv(1 << 16)
                    continue
                writing = [secure] if sent < len(data) else []
                self.assertTrue(any(select.select([secure], writing, [], 30)), "nothing comes")
        self.assertEqual(got, data)

    def test_a_client_that_does_not_speak_tls_does_no_harm(self):
        server = self.start("echo", self.chain, self.key)
        plain = self.connect(server)
        plain.sendall(b"GET / HTTP/1.0\r\n\r\n")
        try:
            self.assertNotIn(b"GET", receive_all(plain))
        except ConnectionResetError:
            pass
        with self.client_context().wrap_socket(self.connect(server), server_hostname="localhost") as secure:
            secure.sendall(b"still there")
            self.assertEqual(secure.recv(100), b"still there")

    def with_asyncio_server(self, name, ca):
        """What our client says about asyncio's own TLS server."""

        async def serve(reader, writer):
            writer.write((await reader.readline()).upper())
            await writer.drain()
            writer.close()

        async def main():
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(self.chain, self.key)
            asyncio.get_running_loop().set_exception_handler(lambda *_: None)
            server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
            port = server.sockets[0].getsockname()[1]
            client = await asyncio.create_subprocess_exec(
                PROGRAMS["fetch"], "127.0.0.1", str(port), "hello", ca, name, stdout=subprocess.PIPE)
            output, _ = await asyncio.wait_for(client.communicate(), PATIENCE)
            server.close()
            return client.returncode, output.decode().splitlines()

        return asyncio.run(main())

    def test_our_client_talks_to_asyncios_tls_server(self):
        for name in "localhost", "127.0.0.1":
            code, lines = self.with_asyncio_server(name, self.ca)
            self.assertEqual(code, 0, lines)
            self.assertRegex(lines[0], r"^\('TLS_\w+', 'TLSv1.3', \d+\)$")
            self.assertIn("'subjectAltName': (('DNS', 'localhost'), ('IP Address', '127.0.0.1'))", lines[1])
            self.assertEqual(lines[2], "b'HELLO\\n'")

    def test_our_client_says_why_it_refuses_a_certificate(self):
        code, lines = self.with_asyncio_server("example.org", self.ca)
        self.assertEqual(code, 1)
        self.assertEqual(lines[-1], "SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify "
                                    "failed: Hostname mismatch, certificate is not valid for 'example.org'.")
        code, lines = self.with_asyncio_server("localhost", self.chain)
        self.assertEqual(code, 1)
        self.assertIn("certificate verify failed: unable to get", lines[-1])


class Crowds(PeerTest):
    def test_ten_thousand_connections_lose_no_byte_and_leave_no_descriptor(self):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        if hard != resource.RLIM_INFINITY and hard < CONNECTIONS + 100:
            self.skipTest(f"this process may have {hard} descriptors")
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        server = self.start("echo")
        before = server.descriptors()
        connections = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(CONNECTIONS)]
        for number, connection in enumerate(connections):
            connection.sendall(b"%06d" % number * 100)
        for connection in connections:
            connection.shutdown(socket.SHUT_WR)
        for number, connection in enumerate(connections):
            self.assertEqual(receive_all(connection), b"%06d" % number * 100)
            connection.close()
        self.assertLessEqual(self.settled(server, before), before)

    def test_a_crowd_of_all_kinds_from_several_processes_loses_no_byte_and_leaves_nothing(self):
        self.assertEqual(crowd.run(PROGRAMS["echo"], connections=500, processes=2, rounds=2), [])

    def settled(self, server, wanted):
        """The server's descriptors once it has seen all that we closed."""
        for _ in range(1000):
            if server.descriptors() <= wanted:
                break
            with socket.create_connection(("127.0.0.1", server.port)) as last:  # a way around its loop
                last.sendall(b"x")
                last.recv(1)
                last.shutdown(socket.SHUT_WR)
                receive_all(last)
        return server.descriptors()

    def test_storms_of_connections_that_say_nothing_pass(self):
        server = self.start("echo")
        before = server.descriptors()
        for _ in range(20):
            for connection in [socket.create_connection(("127.0.0.1", server.port)) for _ in range(200)]:
                connection.close()
        self.assertLessEqual(self.settled(server, before), before)

    def test_connections_that_are_reset_leave_nothing(self):
        server = self.start("echo")
        before = server.descriptors()
        for _ in range(300):
            connection = socket.create_connection(("127.0.0.1", server.port))
            connection.sendall(b"x" * 1000)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
        self.assertLessEqual(self.settled(server, before), before)

    def test_a_slow_reader_gets_all_and_holds_nobody_up(self):
        server = self.start("echo")
        slow, quick = self.connect(server), self.connect(server)
        data = os.urandom(4_000_000)
        sender = threading.Thread(target=lambda: (slow.sendall(data), slow.shutdown(socket.SHUT_WR)))
        sender.start()
        quick.sendall(b"quick")
        self.assertEqual(quick.recv(100), b"quick")
        self.assertEqual(receive_all(slow), data)
        sender.join()

    def test_a_peer_that_closed_its_half_still_gets_its_answer(self):
        server = self.start("echo")
        connection = self.connect(server)
        connection.sendall(b"half")
        connection.shutdown(socket.SHUT_WR)
        self.assertEqual(receive_all(connection), b"half")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:-3])
