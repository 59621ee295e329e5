"""StreamWriter after its end: writing, draining, closing and waiting, by either side and after a reset."""

# needs: sockets
import asyncio

from caselog import err, log


async def attempt(what, awaitable):
    try:
        log(what, await awaitable)
    except Exception as exc:
        log(what, type(exc).__name__)


async def pair():
    """Two ends of one connection."""
    accepted = asyncio.get_running_loop().create_future()
    server = await asyncio.start_server(lambda *streams: accepted.set_result(streams), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    ours = await asyncio.open_connection("127.0.0.1", port)
    theirs = await accepted
    server.close()
    return ours, theirs


async def writes_after_close():
    (reader, writer), (other_reader, other_writer) = await pair()
    writer.write(b"before")
    writer.close()
    log(writer.is_closing())
    writer.write(b"after")
    await attempt("drain", writer.drain())
    await attempt("wait", writer.wait_closed())
    await attempt("read", other_reader.read())
    await attempt("wait again", writer.wait_closed())
    await attempt("drain again", writer.drain())
    writer.close()
    other_writer.close()
    await attempt("other", other_writer.wait_closed())


async def half_close():
    (reader, writer), (other_reader, other_writer) = await pair()
    log(writer.can_write_eof())
    writer.write(b"request")
    writer.write_eof()
    writer.write_eof()
    try:
        writer.write(b"more")
    except RuntimeError as exc:
        log(err(exc))
    try:
        writer.writelines([b"more"])
    except RuntimeError as exc:
        log(err(exc))
    log(await other_reader.read(), other_reader.at_eof())
    other_writer.writelines([b"ans", b"wer"])
    other_writer.close()
    log(await reader.read(), reader.at_eof(), writer.is_closing())
    writer.close()
    await attempt("wait", writer.wait_closed())


async def reset_by_other():
    (reader, writer), (other_reader, other_writer) = await pair()
    other_writer.write(b"unread")
    await other_writer.drain()
    await asyncio.sleep(1)
    writer.write(b"x")
    other_writer.transport.abort()
    await attempt("other", other_writer.wait_closed())
    await asyncio.sleep(1)
    await attempt("read", reader.read(100))
    await attempt("read", reader.read(100))
    writer.close()
    await attempt("wait", writer.wait_closed())


async def aborted():
    (reader, writer), (other_reader, other_writer) = await pair()
    task = asyncio.create_task(attempt("reader", reader.readexactly(5)), name="reader")
    await asyncio.sleep(1)
    writer.transport.abort()
    log(writer.is_closing())
    await task
    await attempt("drain", writer.drain())
    await attempt("wait", writer.wait_closed())
    await attempt("other", other_reader.read())
    other_writer.close()
    await attempt("other", other_writer.wait_closed())


async def infos():
    (reader, writer), (other_reader, other_writer) = await pair()
    log(writer.get_extra_info("peername") == other_writer.get_extra_info("sockname"))
    log(writer.get_extra_info("nothing"), writer.get_extra_info("nothing", "default"))
    log(writer.get_extra_info("sslcontext"), writer.get_extra_info("pipe"))
    writer.transport.set_write_buffer_limits(high=10)
    log(writer.transport.get_write_buffer_limits(), writer.transport.get_write_buffer_size())
    writer.transport.set_write_buffer_limits(low=10)
    log(writer.transport.get_write_buffer_limits())
    writer.transport.set_write_buffer_limits(0)
    log(writer.transport.get_write_buffer_limits())
    try:
        writer.transport.set_write_buffer_limits(high=1, low=2)
    except ValueError as exc:
        log(err(exc))
    writer.transport.pause_reading()
    other_writer.write(b"late")
    await asyncio.sleep(1)
    log(writer.transport.is_reading())
    asyncio.get_running_loop().call_later(1, writer.transport.resume_reading)
    log(await reader.read(4))
    for each in writer, other_writer:
        each.close()
        await each.wait_closed()


async def main():
    for each in writes_after_close, half_close, reset_by_other, aborted, infos:
        log(each.__name__)
        await each()


asyncio.run(main())
