"""What stands before and behind each random program in Python. world.h is the same in C++."""

# What every program has: its objects, and what it prints with.
BEGINNING = '''\
import asyncio
import concurrent.futures
import contextlib
import contextvars
import os
import signal
import socket
import ssl
import tempfile
import time

TASKS = []  # (level, task or other future), in the order in which they were kept; the first is main's
MAKE_CERTIFICATE = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=localhost "
    "-addext subjectAltName=DNS:localhost -keyout {0}/key.pem -out {0}/chain.pem 2>/dev/null"
)
HANDLES = []
ENDS = []  # (reader, writer), two of each connection
SERVERS = []
READINGS, WRITINGS = [], []  # files, of pipes
READ_TRANSPORTS = []  # of ENDS, if these are pipes
VAR = contextvars.ContextVar("VAR", default=0)
CONTEXTS = [contextvars.copy_context(), contextvars.copy_context()]
POOL = concurrent.futures.ThreadPoolExecutor(1, "pool")
MANAGERS = []  # kept: else tracebacks decide how long their generators live
WATCHED = []  # the two ends of a socket pair, once they are used


def log(*parts):
    print(f"{asyncio.get_running_loop().time():.3f}", *parts)


def err(exc):
    name = type(exc).__name__
    if isinstance(exc, BaseExceptionGroup):
        return f"{name}[{', '.join(map(err, exc.exceptions))}]"
    return f"{name}: {exc}" if str(exc) else name


def name(future):
    return future.get_name() if isinstance(future, asyncio.Task) else "future"


def outcome(future):
    if not future.done():
        return "pending"
    if future.cancelled():
        return "cancelled"
    return err(future.exception()) if future.exception() else f"result {future.result()}"


def show_result(future):
    log(repr(future.exception()) if future.done() and not future.cancelled() else outcome(future))


def keep(level, future):
    TASKS.append((level, future))
    return future


def spawn(create_task, level, function, *args, **options):
    if len(TASKS) < MOST_TASKS:
        keep(level, create_task(function(*args), **options))


def task(level, k):
    """One of the tasks that a function of this level may await."""
    found = [future for other, future in TASKS if other > level]
    return found[k % len(found)] if found else FUTURES[k % len(FUTURES)]


def any_task(k):
    return TASKS[k % len(TASKS)][1]


async def connect_tcp(limit):
    server = await asyncio.start_server(lambda reader, writer: ENDS.append((reader, writer)), "127.0.0.1", 0, limit=limit)
    SERVERS.append(server)
    for _ in range(2):
        ENDS.append(await asyncio.open_connection(*server.sockets[0].getsockname(), limit=limit))
        await asyncio.sleep(1)


async def connect_unix(limit):
    path = f"{tempfile.gettempdir()}/random_program_{os.getpid()}"
    server = await asyncio.start_unix_server(lambda reader, writer: ENDS.append((reader, writer)), path, limit=limit)
    SERVERS.append(server)
    for _ in range(2):
        ENDS.append(await asyncio.open_unix_connection(path, limit=limit))
        await asyncio.sleep(1)


async def connect_pair(limit):
    for _ in range(2):
        for sock in socket.socketpair():
            ENDS.append(await asyncio.open_connection(sock=sock, limit=limit))


def tls_contexts():
    """(the server's, the client's), of a certificate that is made once."""
    folder = f"{tempfile.gettempdir()}/random_programs_tls"
    if not os.path.exists(folder):
        made = tempfile.mkdtemp()
        os.system(MAKE_CERTIFICATE.format(made))
        try:
            os.rename(made, folder)
        except OSError:
            pass  # another program was quicker
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(f"{folder}/chain.pem", f"{folder}/key.pem")
    return server, ssl.create_default_context(cafile=f"{folder}/chain.pem")


async def connect_tls(limit):
    context, trusting = tls_contexts()
    server = await asyncio.start_server(lambda *streams: ENDS.append(streams), "127.0.0.1", 0, limit=limit, ssl=context)
    SERVERS.append(server)
    address = server.sockets[0].getsockname()
    for _ in range(2):
        ENDS.append(await asyncio.open_connection(*address, limit=limit, ssl=trusting, server_hostname="localhost"))
        await asyncio.sleep(1)


async def connect_start_tls(limit):
    await connect_tcp(limit)
    context, trusting = tls_contexts()
    for (_, server), (_, client) in (ENDS[:2], ENDS[2:]):
        await asyncio.gather(client.start_tls(trusting, server_hostname="localhost"), server.start_tls(context))
        await asyncio.sleep(1)


def blocking(loop, delay, how, callback, result):
    time.sleep(delay)
    if how == "raise":
        raise ValueError("thread")
    if how == "callback":
        loop.call_soon_threadsafe(callback)
    if how.startswith("submit"):
        future = asyncio.run_coroutine_threadsafe(submitted(delay, result), loop)
        if how == "submit, cancel":
            time.sleep(delay)
            return future.cancel()
        return future.result(1 if how == "submit 1" else None)
    return result


def in_pool(delay, how, callback, k):
    loop = asyncio.get_running_loop()
    if len(TASKS) < MOST_TASKS:
        keep(99, loop.run_in_executor(POOL, blocking, loop, delay, how, callback, k))


@contextlib.asynccontextmanager
async def managed(delay):
    log("enter")
    await asyncio.sleep(delay)
    try:
        yield delay
    except ValueError as exc:
        log("suppressed", exc)
    finally:
        await asyncio.sleep(delay)
        log("exit")


def kept(manager):
    MANAGERS.append(manager)
    return manager


async def submitted(delay, result):
    log("submitted", result)
    await asyncio.sleep(delay)
    log("submitted", result, "slept")
    return result


def watched(end):
    if not WATCHED:
        WATCHED.extend(socket.socketpair())
    return WATCHED[end]


def on_readable(callback):
    log("readable", len(watched(0).recv(100)))
    callback()


# Without a handler the signal would end the process.
def add_signal_handler(callback):
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, callback)


def raise_signal():
    if signal.getsignal(signal.SIGUSR1) != signal.SIG_DFL:
        signal.raise_signal(signal.SIGUSR1)


def remove_signal_handler():
    log("removed", asyncio.get_running_loop().remove_signal_handler(signal.SIGUSR1))


async def connect_pipe(limit):
    for _ in range(2):
        for _ in range(2):
            reading, writing = os.pipe()
            READINGS.append(os.fdopen(reading, "rb", 0))
            WRITINGS.append(os.fdopen(writing, "wb", 0))
        for incoming, outgoing in ((READINGS[-1], WRITINGS[-2]), (READINGS[-2], WRITINGS[-1])):
            reader = asyncio.StreamReader(limit=limit)
            loop = asyncio.get_running_loop()
            reading, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), incoming)
            writing, protocol = await loop.connect_write_pipe(
                lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader()), outgoing
            )
            READ_TRANSPORTS.append(reading)
            ENDS.append((reader, asyncio.StreamWriter(writing, protocol, None, loop)))


def reading(k):
    return READ_TRANSPORTS[k] if READ_TRANSPORTS else ENDS[k][1].transport


def show_end(k):
    reader, writer = ENDS[k]
    log("end", writer.is_closing(), writer.transport.get_write_buffer_size(), reading(k).is_reading(), reader.at_eof())


async def server_wait_closed():
    for server in SERVERS:
        await server.wait_closed()


async def serve():
    try:
        await SERVERS[0].serve_forever()
    except RuntimeError:
        raise RuntimeError("no serving")  # its text has a port


async def brief(reading):
    data = await reading
    return len(data), data[:8]


def handler(loop, context):
    if "handle" in context:
        log("handler", err(context["exception"]))
    elif "never retrieved" not in context["message"] and "destroyed" not in context["message"]:
        log("handler", context["message"].split("<")[0], err(context["exception"]))


'''


# What happens after the end is left to the collector of garbage, and is not compared.
END = """\
try:
    with asyncio.Runner() as runner:
        runner.run(main())
{runs}finally:
    print("end")
"""
