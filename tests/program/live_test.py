"""`loopscope live`: a real server, real clients, and a recording of it all."""

import contextlib
import json
import os
import re
import resource
import signal
import socket
import struct
import subprocess
import unittest

from loopscope import ProgramTest

SECONDS = 30  # that nothing here takes


class Live(ProgramTest):
    def setUp(self):
        super().setUp()
        self.recording = self.folder / "live.loopscope"

    @contextlib.contextmanager
    def serving(self, name, *more):
        """The server's port; after the block it has ended by Ctrl-C, without an error."""
        with subprocess.Popen([self.program, "live", name, "--no-window", "--port", "0", "-o", self.recording, *more],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
            try:
                first = server.stdout.readline()
                yield int(re.search(r"port (\d+)", first)[1])
                server.send_signal(signal.SIGINT)
                _, complaints = server.communicate(timeout=SECONDS)
                self.assertEqual(server.returncode, 0, complaints)
            finally:
                server.kill()

    def connect(self, port):
        connection = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
        self.addCleanup(connection.close)
        return connection, connection.makefile("rw", newline="\n")

    def say(self, stream, line):
        stream.write(line + "\n")
        stream.flush()

    def events(self):
        self.output("check", str(self.recording))
        return self.recording.read_text(encoding="utf-8")

    def test_echo_sends_every_line_back_and_records_it(self):
        with self.serving("echo") as port:
            _, guest = self.connect(port)
            self.say(guest, "hello")
            self.assertEqual(guest.readline(), "hello\n")
        self.assertIn("hello", self.events())

    def test_the_file_has_a_beginning_once_the_server_is_announced(self):
        for _ in range(5):
            with self.serving("echo"):
                self.assertTrue(self.recording.read_text(encoding="utf-8").startswith("{"))

    def test_what_happened_is_in_the_file_while_the_server_runs(self):
        with self.serving("echo") as port:
            _, guest = self.connect(port)
            self.say(guest, "first")
            guest.readline()
            self.say(guest, "second")
            guest.readline()  # the loop has waited since the first line came
            self.assertIn("first", self.recording.read_text(encoding="utf-8"))

    def test_chat_tells_the_others(self):
        with self.serving("chat") as port:
            _, first = self.connect(port)
            _, second = self.connect(port)
            self.assertEqual(first.readline(), "guest 2 comes in\n")
            self.say(second, "hi")
            self.assertEqual(first.readline(), "guest 2: hi\n")

    def test_http_answers_a_browser(self):
        with self.serving("http") as port:
            _, browser = self.connect(port)
            self.say(browser, "GET /<b> HTTP/1.1\r\nHost: here\r\n\r")
            answer = browser.read()
        self.assertTrue(answer.startswith("HTTP/1.1 200 OK"), answer)
        self.assertIn("/&lt;b> HTTP/1.1", answer)

    def test_too_long_a_line_ends_only_its_own_connection(self):
        with self.serving("echo") as port:
            _, rude = self.connect(port)
            _, polite = self.connect(port)
            self.say(rude, "x" * 5000)
            self.assertEqual(rude.readline(), "That line is too long. Goodbye.\n")
            self.say(polite, "still here")
            self.assertEqual(polite.readline(), "still here\n")

    def test_nobody_gets_in_when_it_is_full(self):
        with self.serving("echo") as port:
            guests = [self.connect(port) for _ in range(40)]
            for _, guest in guests:
                self.say(guest, "in")
                self.assertEqual(guest.readline(), "in\n")
            _, late = self.connect(port)
            self.assertEqual(late.readline(), "There is no room left. Goodbye.\n")

    def test_a_browser_may_open_more_connections_than_it_uses(self):
        with self.serving("http") as port:
            for _ in range(60):
                self.connect(port)
            _, browser = self.connect(port)
            self.say(browser, "GET / HTTP/1.1\r\n\r")
            self.assertTrue(browser.read().startswith("HTTP/1.1 200 OK"))

    def test_it_survives_a_class(self):
        """Floods, half lines, bytes that are no text, resets: whoever is polite does not notice."""
        with self.serving("echo") as port:
            _, polite = self.connect(port)
            for rude in (b"x\n" * 50_000, b"half a line", bytes(range(256)) + b"\n", b"\n\n\n"):
                connection, _ = self.connect(port)
                connection.settimeout(0.2)
                with contextlib.suppress(OSError):  # it takes only so much
                    connection.sendall(rude)
            for _ in range(5):
                connection, _ = self.connect(port)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.close()  # a reset
            for number in range(3):
                self.say(polite, f"still here {number}")
                self.assertEqual(polite.readline(), f"still here {number}\n")
        self.assertIn("still here 2", self.events())

    def test_when_the_recording_is_full_the_server_ends_and_says_so(self):
        with subprocess.Popen([self.program, "live", "echo", "--no-window", "--port", "0", "--events", "200", "-o",
                               self.recording], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
            self.addCleanup(server.kill)
            _, guest = self.connect(int(re.search(r"port (\d+)", server.stdout.readline())[1]))
            with contextlib.suppress(OSError):  # it may have closed already
                while True:
                    self.say(guest, "more")
                    if not guest.readline():
                        break
            _, complaints = server.communicate(timeout=SECONDS)
        self.assertEqual(server.returncode, 0, complaints)
        self.assertIn("the recording was full", complaints)
        recorded = self.events()
        self.assertIn("more", recorded)
        self.assertRegex(recorded.splitlines()[-1], r'^\{"end":\d+\}$')

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_a_recording_that_cannot_be_begun_is_an_error(self):
        complaint = self.complaint(1, "live", "echo", "--no-window", "--port", "0", "-o", "/dev/full")
        self.assertIn("/dev/full: No space left on device", complaint)

    def assert_fails_when_the_disk_is_full(self, go_on):
        with subprocess.Popen([self.program, "live", "echo", "--no-window", "--port", "0", "-o", self.recording],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, restore_signals=False) as server:
            self.addCleanup(server.kill)
            _, guest = self.connect(int(re.search(r"port (\d+)", server.stdout.readline())[1]))
            self.say(guest, "hello")
            guest.readline()
            resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (self.recording.stat().st_size + 20,) * 2)
            go_on(server, guest)
            _, complaints = server.communicate(timeout=SECONDS)
        self.assertEqual(server.returncode, 1, complaints)
        self.assertRegex(complaints, r"\Aloopscope: [^\n]*live.loopscope: File too large[^\n]*\n\Z")

    def test_a_disk_that_is_full_while_the_server_runs_ends_it_and_is_named(self):
        def go_on(_server, guest):
            with contextlib.suppress(OSError):  # it may have closed already
                while True:
                    self.say(guest, "more")
                    if not guest.readline():
                        break

        self.assert_fails_when_the_disk_is_full(go_on)

    def test_a_disk_that_is_full_at_the_end_is_named(self):
        self.assert_fails_when_the_disk_is_full(lambda server, _guest: server.send_signal(signal.SIGINT))

    def test_time_counts_from_the_start_of_the_server(self):
        with self.serving("echo") as port:
            _, guest = self.connect(port)
            self.say(guest, "hello")
            guest.readline()
        turns = [json.loads(line) for line in self.events().splitlines() if line.startswith('["turn",')]
        self.assertLess(turns[0][4], SECONDS * 1_000_000_000)

    def test_a_port_that_is_taken_is_named(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            self.assertIn(str(port), self.complaint(1, "live", "echo", "--no-window", "--port", port))

    def test_a_server_that_cannot_begin_leaves_an_earlier_recording_as_it_is(self):
        self.recording.write_text("kept")
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            self.complaint(1, "live", "echo", "--no-window", "--port", port, "-o", self.recording)
        self.assertEqual(self.recording.read_text(), "kept")

    def test_two_servers_do_not_write_one_recording(self):
        with self.serving("echo") as port:
            complaint = self.complaint(1, "live", "echo", "--no-window", "--port", "0", "-o", self.recording)
            self.assertIn("is being written by somebody else", complaint)
            _, guest = self.connect(port)
            self.say(guest, "hello")
            guest.readline()
        self.assertIn("hello", self.events())

    def test_another_address_is_warned_about(self):
        with subprocess.Popen([self.program, "live", "echo", "--no-window", "--port", "0", "--host", "0.0.0.0"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
            server.stdout.readline()
            server.send_signal(signal.SIGINT)
            _, complaints = server.communicate(timeout=SECONDS)
        self.assertIn("everybody who can reach", complaints)


if __name__ == "__main__":
    unittest.main()
