"""Protocols of the program for child processes, as the documentation shows them: what they are told."""

# events: no, what a child's pipes and its end come together with is chance in CPython
import asyncio
import signal
import subprocess

from caselog import err, log


class Child(asyncio.SubprocessProtocol):
    def __init__(self, over):
        self.over, self.events, self.output = over, [], bytearray()

    def connection_made(self, transport):
        self.transport = transport
        log("made", [transport.get_pipe_transport(fd) is not None for fd in range(3)])

    def pipe_data_received(self, fd, data):
        self.output.extend(data)

    def pipe_connection_lost(self, fd, exc):
        self.events.append(f"{fd} lost {exc}")

    def process_exited(self):
        self.events.append("exited")

    def connection_lost(self, exc):
        log("lost", exc, sorted(self.events))
        self.over.set_result(bytes(self.output))


class OnlyEnd(asyncio.SubprocessProtocol):
    def __init__(self, over):
        self.over = over

    def process_exited(self):
        self.over.set_result("ended")


async def date():
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    transport, protocol = await loop.subprocess_exec(lambda: Child(over), "/bin/echo", "today", stdin=None, stderr=None)
    log(transport.get_protocol() is protocol, protocol.transport is transport)
    log(await over)
    transport.close()
    log(transport.is_closing(), transport.get_returncode())


async def cat():
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    transport, protocol = await loop.subprocess_exec(lambda: Child(over), "/bin/cat")
    stdin = transport.get_pipe_transport(0)
    stdin.write(b"through\n")
    await asyncio.sleep(1)
    log(bytes(protocol.output))
    stdin.close()
    log(await over)


async def shell():
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    transport, _ = await loop.subprocess_shell(
        lambda: Child(over), "echo out; echo err >&2; exit 3", stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    log(await over, transport.get_returncode())


async def killed():
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    transport, _ = await loop.subprocess_exec(lambda: OnlyEnd(over), "/bin/sleep", "100", stdout=None)
    loop.call_later(1, transport.send_signal, signal.SIGTERM)
    log(await over, transport.get_returncode())
    try:
        await loop.subprocess_exec(lambda: OnlyEnd(over), "/no/such/program")
    except FileNotFoundError as exc:
        log(err(exc))


async def main():
    for part in date, cat, shell, killed:
        log(part.__name__)
        await part()


asyncio.run(main())
