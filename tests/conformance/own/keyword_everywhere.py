"""What is mostly given by keyword, wherever there is a keyword; sockets of the program's own as they are."""

# needs: sockets
import asyncio
import concurrent.futures
import socket

from caselog import err, log


async def synchronization():
    semaphore = asyncio.Semaphore(value=2)
    log(semaphore)
    bounded = asyncio.BoundedSemaphore(value=1)
    try:
        bounded.release()
    except ValueError as exc:
        log(err(exc))
    barrier = asyncio.Barrier(parties=2)
    log(barrier.parties, await asyncio.gather(barrier.wait(), barrier.wait()))
    lock = asyncio.Lock()
    condition = asyncio.Condition(lock=lock)
    async with lock:
        log(condition.locked())
    queue = asyncio.Queue(maxsize=1)
    queue.put_nowait(1)
    queue.shutdown(immediate=True)
    await queue.join()
    try:
        await queue.get()
    except asyncio.QueueShutDown as exc:
        log(err(exc))


async def answer(reader, writer):
    log("server got", await reader.readline())
    writer.write(b"bye\n")
    writer.close()
    await writer.wait_closed()


async def talk(reader, writer):
    writer.write(b"hello\n")
    log("client got", await reader.read())
    writer.close()
    await writer.wait_closed()


async def connections():
    server = await asyncio.start_server(answer, host="127.0.0.1", port=0, backlog=5)
    port = server.sockets[0].getsockname()[1]
    await talk(*await asyncio.open_connection(host="127.0.0.1", port=port, limit=100))
    await talk(*await asyncio.open_connection("127.0.0.1", port=port))
    server.close()
    await server.wait_closed()
    server = await asyncio.start_server(answer, "127.0.0.1", port=0)
    log(len(server.sockets))
    server.close()
    try:
        await asyncio.open_connection(host="127.0.0.1", port=port, sock=socket.socket())
    except ValueError as exc:
        log(err(exc))


async def own_sockets():
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    address = listening.getsockname()
    server = await asyncio.start_server(answer, sock=listening)
    sock = socket.socket()
    sock.setblocking(False)
    await asyncio.get_running_loop().sock_connect(sock, address)
    await talk(*await asyncio.open_connection(sock=sock))
    server.close()
    await server.wait_closed()


async def loop_says_writable(sock):
    loop = asyncio.get_running_loop()
    told = loop.create_future()

    def writer():
        loop.remove_writer(sock)
        told.set_result("writable")

    loop.add_writer(sock, writer)
    return await asyncio.wait_for(told, 1)


async def watched():
    loop = asyncio.get_running_loop()
    rsock, wsock = socket.socketpair()
    rsock.setblocking(False)
    try:
        rsock.recv(100)
    except BlockingIOError as exc:
        log(err(exc))
    got = loop.create_future()

    def reader():
        data = rsock.recv(100)
        log("received", data.decode())
        loop.remove_reader(rsock)
        got.set_result(len(data))

    loop.add_reader(rsock, reader)
    loop.call_soon(wsock.send, "abc".encode())
    log(await got)
    log(loop.remove_reader(rsock), wsock.send(b"more"), rsock.recv(2), rsock.recv(2))
    log(wsock.send(b"unread"), await loop_says_writable(wsock))
    log(rsock.recv(10))
    wsock.close()
    log(rsock.recv(1))
    rsock.close()


class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        log("datagram", data)
        if not data.endswith(b"!"):
            self.transport.sendto(data + b"!", addr)


async def datagrams():
    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
    client, _ = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
    port = server.get_extra_info("sockname")[1]
    client.set_write_buffer_limits(high=100)
    log(client.get_write_buffer_limits(), client.get_extra_info("nothing", "none"))
    client.sendto(b"one", ("127.0.0.1", port))
    await asyncio.sleep(1)
    client.close()
    server.close()
    await asyncio.sleep(0)


async def work():
    await asyncio.sleep(1)
    return "worked"


async def threads():
    loop = asyncio.get_running_loop()
    future = asyncio.run_coroutine_threadsafe(work(), loop)
    log(await loop.run_in_executor(None, lambda: future.result(timeout=3)))
    log(await loop.run_in_executor(None, lambda: future.exception(timeout=3)))
    pool = concurrent.futures.ThreadPoolExecutor(max_workers=1)
    pool.shutdown(wait=True, cancel_futures=True)
    try:
        pool.submit(print)
    except RuntimeError as exc:
        log(err(exc))


async def many():
    results = await asyncio.gather(work(), work(), work(), work(), work(), work(), return_exceptions=True)
    log(len(results), results[5])
    results = await asyncio.gather(work(), work(), work(), work(), work(), work(), work(), work(), return_exceptions=True)
    log(len(results), results[7])
    tasks = [asyncio.create_task(work()) for _ in range(6)]
    done, pending = await asyncio.wait(tasks, timeout=0.5)
    log(len(done), len(pending))
    for each in asyncio.as_completed(tasks, timeout=1):
        log(await each)


async def main():
    await synchronization()
    await many()
    await connections()
    await own_sockets()
    await watched()
    await datagrams()
    await threads()
    runner = asyncio.Runner(debug=False, loop_factory=asyncio.new_event_loop)
    log(runner is None)
    runner.close()


asyncio.run(main())
