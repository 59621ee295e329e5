#!/usr/bin/env python3
"""Thousands of connections at once to our echo server, from several processes, in real time.

    crowd.py ECHO_SERVER [--connections 10000] [--processes 4] [--rounds 3]

In each round all connect before any speaks. Then most send and read, in pieces; some read slowly, some close their
half first, some reset the connection in the middle; and a storm of connections comes that say nothing. No byte may be
lost or added; when all are gone the server must have its descriptors back, and the last round must not take more
memory than those before.
"""

import argparse
import asyncio
import multiprocessing
import os
import random
import resource
import socket
import struct
import subprocess
import sys
import threading
import time

PATIENCE = 300  # seconds: for a busy machine, not for us
PIECE = 4096
SPARE = 100  # descriptors that a process needs besides
SLACK = 8  # MiB: where the allocator puts things is chance


class Lost(Exception):
    """Not the bytes that were sent."""


def raise_descriptor_limit():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


class Server:
    """The echo server, in a process of its own."""

    def __init__(self, program):
        # What it frees it gives back: else its memory says more about the allocator than about what it holds.
        # The address sanitizer would keep 256 MiB of it to see whether somebody still uses it.
        environment = os.environ | {"MALLOC_TRIM_THRESHOLD_": "65536", "MALLOC_MMAP_THRESHOLD_": "16384",
                                    "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=4"}
        self.process = subprocess.Popen([program], stdout=subprocess.PIPE, text=True, env=environment)
        self.port, self.control = map(int, self.process.stdout.readline().split())

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def memory(self):
        """Resident, in MiB."""
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * resource.getpagesize() / 2**20

    def processor_time(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            user, system = file.read().rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def settled(self, wanted):
        """Its descriptors, once it has seen all that was closed."""
        end = time.monotonic() + PATIENCE
        while self.descriptors() > wanted and time.monotonic() < end:
            time.sleep(0.05)
        return self.descriptors()

    def crowded(self, wanted):
        """Its descriptors, once it has accepted all."""
        end = time.monotonic() + PATIENCE
        while self.descriptors() < wanted and time.monotonic() < end:
            time.sleep(0.05)
        return self.descriptors()

    def stop(self):
        socket.create_connection(("127.0.0.1", self.control)).close()
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return code


# --- one client process ---


def check(number, got, sent):
    if got != sent:
        raise Lost(f"connection {number} sent {len(sent)} bytes and got {len(got)}, not the same")


async def ordinary(number, reader, writer, data):
    for start in range(0, len(data), PIECE):
        piece = data[start : start + PIECE]
        writer.write(piece)
        await writer.drain()
        check(number, await reader.readexactly(len(piece)), piece)


async def half_closed(number, reader, writer, data):
    writer.write(data)
    writer.write_eof()
    check(number, await reader.read(), data)


async def slow(number, reader, writer, data):
    data = data * 8  # more than the buffers on the way take

    async def send():
        writer.write(data)
        await writer.drain()
        writer.write_eof()

    sending = asyncio.create_task(send())
    got = bytearray()
    while piece := await reader.read(PIECE):
        got += piece
        await asyncio.sleep(0.01)
    await sending
    check(number, bytes(got), data)


async def reset(_, reader, writer, data):
    writer.write(data)
    await reader.read(10)
    option = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, option)
    writer.transport.abort()


def kind_of(number):
    return {7: slow, 8: half_closed, 9: reset}.get(number % 10, ordinary)


async def in_groups(coroutines, size=100):
    """Not all connections are made at the same instant: the kernel's queue of those who wait is shorter."""
    results = []
    for start in range(0, len(coroutines), size):
        results += await asyncio.gather(*coroutines[start : start + size])
    return results


async def client(process, port, count, barrier):
    here = f"127.0.0.{2 + process}"  # each address has ports of its own
    streams = await in_groups(
        [asyncio.open_connection("127.0.0.1", port, local_addr=(here, 0)) for _ in range(count)])
    await asyncio.to_thread(barrier.wait, PATIENCE)  # all are connected
    await asyncio.to_thread(barrier.wait, PATIENCE)  # and were counted

    async def talk(index):
        number = process * count + index
        reader, writer = streams[index]
        await kind_of(number)(number, reader, writer, random.Random(number).randbytes(20_000))
        if kind_of(number) is not reset:
            writer.close()
            await writer.wait_closed()

    await asyncio.gather(*(talk(index) for index in range(count)))
    for _ in range(count // 100):
        storm = await in_groups(
            [asyncio.open_connection("127.0.0.1", port, local_addr=(here, 0)) for _ in range(100)])
        for _, writer in storm:
            writer.transport.abort()
        await asyncio.sleep(0)


def client_process(process, port, count, rounds, barrier, failures):
    raise_descriptor_limit()
    try:
        for _ in range(rounds):
            asyncio.run(client(process, port, count, barrier))
            barrier.wait(PATIENCE)  # all are gone
            barrier.wait(PATIENCE)  # and what is left was counted
    except BaseException as exc:
        failures.put(f"process {process}: {exc!r}")
        barrier.abort()


# --- all of it ---


def run(program, connections, processes, rounds, say=lambda text: None):
    """What went wrong, as sentences; empty if nothing."""
    share = connections // processes
    hard = raise_descriptor_limit()
    if hard != resource.RLIM_INFINITY and hard < connections + SPARE:
        return [f"a process may have {hard} descriptors only, and the server needs {connections + SPARE}"]
    wrong = []
    server = Server(program)
    before = server.descriptors()
    context = multiprocessing.get_context("fork")
    barrier, failures = context.Barrier(processes + 1), context.Queue()
    clients = [context.Process(target=client_process, args=(number, server.port, share, rounds, barrier, failures))
               for number in range(processes)]
    for each in clients:
        each.start()
    memory = []
    try:
        for number in range(rounds):
            began, worked = time.monotonic(), server.processor_time()
            barrier.wait(PATIENCE)
            crowd = server.crowded(before + share * processes)
            if crowd < before + share * processes:
                wrong.append(f"round {number + 1}: {crowd - before} connections at once, not {share * processes}")
            barrier.wait(PATIENCE)
            barrier.wait(PATIENCE)
            left = server.settled(before) - before
            memory.append(server.memory())
            say(f"round {number + 1}: {crowd - before} connections at once, {left} descriptors left, "
                f"{memory[-1]:.1f} MiB resident, {time.monotonic() - began:.1f} s, "
                f"{server.processor_time() - worked:.1f} s of them the server's")
            if left > 0:
                wrong.append(f"round {number + 1}: {left} descriptors left")
            barrier.wait(PATIENCE)
    except threading.BrokenBarrierError:
        wrong.append("the clients did not come")
    for each in clients:
        each.join(PATIENCE)
    while not failures.empty():
        wrong.append(failures.get())
    usual = max(memory[:-1], default=None)
    if usual is not None and memory[-1] > usual * 1.1 + SLACK:
        wrong.append(f"memory grew from {usual:.1f} to {memory[-1]:.1f} MiB")
    if code := server.stop():
        wrong.append(f"the server ended with {code}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", metavar="ECHO_SERVER")
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    wrong = run(options.program, options.connections, options.processes, options.rounds, print)
    print("\n".join(wrong) or "no byte was lost, nothing is left")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
