"""A random program as Python source."""

import textwrap

from generate import BARRIERS, CONDITIONS, EVENTS, FUTURES, LOCKS, MOST_TASKS, READERS
from tree import statements

# What every program has: its objects, and what it prints with.
BEGINNING = '''\
import asyncio
import contextvars
import os
import socket
import tempfile
import time

TASKS = []  # (level, task or other future), in the order in which they were kept; the first is main's
HANDLES = []
ENDS = []  # (reader, writer), two of each connection
SERVERS = []
VAR = contextvars.ContextVar("VAR", default=0)


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


def blocking(loop, delay, how, callback, result):
    time.sleep(delay)
    if how == "raise":
        raise ValueError("thread")
    if how == "callback":
        loop.call_soon_threadsafe(callback)
    return result


def show_end(reader, writer):
    transport = writer.transport
    log("end", writer.is_closing(), transport.get_write_buffer_size(), transport.is_reading(), reader.at_eof())


async def server_wait_closed():
    for server in SERVERS:
        await server.wait_closed()


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
    asyncio.run(main())
finally:
    print("end")
"""


def to_python(program):
    return Printer(program).program()


def _limit(value):
    return "None" if value is None else repr(value)


class Printer:
    def __init__(self, program):
        self.tree = program
        self.level = 0
        self.loops = 0

    def program(self):
        tree = self.tree
        parts = [f'"""Random program {tree["seed"]}."""\n\n', BEGINNING.replace("MOST_TASKS", str(MOST_TASKS))]
        parts += [self.callback(i, block) for i, block in enumerate(tree["callbacks"])]
        parts += [self.generator(i, each) for i, each in enumerate(tree["generators"])]
        parts += [
            self.function(i, each) for i, each in reversed(list(enumerate(tree["functions"]))) if i > 0
        ]
        parts += [self.main(tree["functions"][0])]
        return "".join(parts)

    def callback(self, index, block):
        return f"def cb{index}(future=None):\n{self.block(block)}\n\n"

    def generator(self, index, each):
        self.level = 100
        body = self.block(each["body"])
        if not any(statement[0] == "yield" for statement in each["body"]):
            body += "    return\n    yield\n"  # a shrunk program; it is a generator all the same
        if each["ending"]:
            body = f"    try:\n{textwrap.indent(body, '    ')}    finally:\n{textwrap.indent(self.block(each['ending']), '    ')}"
        return f"async def gen{index}():\n{body}\n\n"

    def function(self, index, each):
        self.level = each["level"]
        return f"async def work{index}():\n{self.groups(each['body'])}{self.block(each['body'])}\n\n"

    def groups(self, block):
        names = sorted({statement[1] for statement in statements(block) if statement[0] == "group"})
        return f"    {' = '.join(f'g{n}' for n in names)} = None\n" if names else ""

    def main(self, each):
        tree = self.tree
        self.level = 0
        semaphores = ", ".join(
            f"asyncio.{'Bounded' if bounded else ''}Semaphore({value})" for bounded, value in tree["semaphores"]
        )
        queues = ", ".join(f"asyncio.{kind}({maxsize})" for kind, maxsize in tree["queues"])
        lines = [
            "global FUTURES, LOCKS, EVENTS, CONDITIONS, SEMAPHORES, QUEUES, BARRIERS, READERS, COUNTS, GENERATORS",
            "loop = asyncio.get_running_loop()",
            "loop.set_exception_handler(handler)",
        ]
        if tree["eager"]:
            lines.append("loop.set_task_factory(asyncio.eager_task_factory)")
        lines += [
            f"FUTURES = [loop.create_future() for _ in range({FUTURES})]",
            f"LOCKS = [asyncio.Lock() for _ in range({LOCKS})]",
            f"EVENTS = [asyncio.Event() for _ in range({EVENTS})]",
            f"CONDITIONS = [asyncio.Condition(LOCKS[0]), *(asyncio.Condition() for _ in range({CONDITIONS - 1}))]",
            f"COUNTS = [0] * {CONDITIONS}",
            f"SEMAPHORES = [{semaphores}]",
            f"QUEUES = [{queues}]",
            f"BARRIERS = [asyncio.Barrier(2) for _ in range({BARRIERS})]",
            f"READERS = [asyncio.StreamReader(limit=4) for _ in range({READERS})]",
            f"GENERATORS = [{', '.join(f'gen{i}()' for i in range(len(tree['generators'])))}]",
            "keep(0, asyncio.current_task())",
        ]
        if tree.get("streams"):
            kind, limit = tree["streams"]
            lines.append(f"await connect_{kind}({limit})")
        head = "".join(f"    {line}\n" for line in lines)
        return f"async def main():\n{head}{self.groups(each['body'])}{self.block(each['body'])}\n\n{END}"

    def block(self, block, depth=1):
        lines = [line for statement in block for line in self.statement(statement)] or ["pass"]
        return "".join("    " * depth + line + "\n" for line in lines)

    def statement(self, statement):
        operation, *args = statement
        made = getattr(self, f"do_{operation}")(*args)
        return [made] if isinstance(made, str) else made

    def inner(self, block):
        return ["    " + line for statement in block for line in self.statement(statement)] or ["    pass"]

    # Awaitables

    def awaitable(self, what):
        kind, *args = what
        if kind == "task":
            return f"task({self.level}, {args[0]})"
        if kind == "future":
            return f"FUTURES[{args[0]}]"
        function, arguments = self.coroutine(what)
        return f"{function}({arguments})"

    def awaitables(self, many):
        return ", ".join(self.awaitable(each) for each in many)

    def coroutine(self, what):
        """(function, its arguments)"""
        kind, *args = what
        return {
            "call": lambda: (f"work{args[0]}", ""),
            "sleep": lambda: ("asyncio.sleep", f"{args[0]}, {args[1]}"),
            "acquire": lambda: (f"LOCKS[{args[0]}].acquire", ""),
            "event": lambda: (f"EVENTS[{args[0]}].wait", ""),
            "get": lambda: (f"QUEUES[{args[0]}].get", ""),
            "put": lambda: (f"QUEUES[{args[0]}].put", f"{args[1]}"),
            "join": lambda: (f"QUEUES[{args[0]}].join", ""),
            "semaphore": lambda: (f"SEMAPHORES[{args[0]}].acquire", ""),
            "barrier": lambda: (f"BARRIERS[{args[0]}].wait", ""),
            "readline": lambda: (f"READERS[{args[0]}].readline", ""),
            "readuntil": lambda: (f"READERS[{args[0]}].readuntil", "b';'"),
            "readexactly": lambda: (f"READERS[{args[0]}].readexactly", f"{args[1]}"),
            "read": lambda: (f"READERS[{args[0]}].read", f"{args[1]}"),
            "thread": lambda: ("asyncio.to_thread", f"blocking, asyncio.get_running_loop(), {args[0]}, {args[1]!r}, cb{args[2]}, {args[2]}"),
            "end_readline": lambda: ("brief", f"ENDS[{args[0]}][0].readline()"),
            "end_readuntil": lambda: ("brief", f"ENDS[{args[0]}][0].readuntil(b';')"),
            "end_readexactly": lambda: ("brief", f"ENDS[{args[0]}][0].readexactly({args[1]})"),
            "end_read": lambda: ("brief", f"ENDS[{args[0]}][0].read({args[1]})"),
            "drain": lambda: (f"ENDS[{args[0]}][1].drain", ""),
            "wait_closed": lambda: (f"ENDS[{args[0]}][1].wait_closed", ""),
            "server_wait_closed": lambda: (f"server_wait_closed", ""),
        }[kind]()

    # Statements that do not wait

    def do_log(self, number):
        return f"log({number})"

    def do_cancel(self, k, message):
        return f"log('cancel', any_task({k}).cancel({message!r}))"

    def do_set_result(self, k, value):
        return f"FUTURES[{k}].set_result({value})"

    def do_set_exception(self, k, error):
        return f"FUTURES[{k}].set_exception({self.error(error)}('set'))"

    def do_cancel_future(self, k, message):
        return f"log('cancel', FUTURES[{k}].cancel({message!r}))"

    def do_new_future(self, k):
        return f"FUTURES[{k}] = asyncio.get_running_loop().create_future()"

    def do_outcome(self, k):
        return f"log(outcome(any_task({k})))"

    def error(self, name):
        return "asyncio.CancelledError" if name == "CancelledError" else name

    def do_raise(self, error, text):
        return f"raise {self.error(error)}({'' if text is None else repr(text)})"

    def do_tasks(self):
        return "log([each.get_name() for each in asyncio.all_tasks()])"

    def do_call_soon(self, callback):
        return f"HANDLES.append(asyncio.get_running_loop().call_soon(cb{callback}))"

    def do_call_later(self, delay, callback):
        return f"HANDLES.append(asyncio.get_running_loop().call_later({delay}, cb{callback}))"

    def do_cancel_handle(self, k):
        return ["if HANDLES:", f"    HANDLES[{k} % len(HANDLES)].cancel()"]

    def do_done_callback(self, k, callback):
        return f"any_task({k}).add_done_callback(cb{callback})"

    def do_remove_callback(self, k, callback):
        return f"log('removed', any_task({k}).remove_done_callback(cb{callback}))"

    def do_release(self, k):
        return f"LOCKS[{k}].release()"

    def do_show(self, kind, k):
        objects = {"lock": "LOCKS", "event": "EVENTS", "queue": "QUEUES", "condition": "CONDITIONS"}
        objects |= {"semaphore": "SEMAPHORES", "barrier": "BARRIERS"}
        return f"log({objects[kind]}[{k}])"

    def do_event_set(self, k):
        return f"EVENTS[{k}].set()"

    def do_event_clear(self, k):
        return f"EVENTS[{k}].clear()"

    def do_put_nowait(self, k, item):
        return f"QUEUES[{k}].put_nowait({item})"

    def do_get_nowait(self, k):
        return f"log('got', QUEUES[{k}].get_nowait())"

    def do_task_done(self, k):
        return f"QUEUES[{k}].task_done()"

    def do_shutdown(self, k, immediate):
        return f"QUEUES[{k}].shutdown({immediate})"

    def do_notify(self, k, n):
        return f"CONDITIONS[{k}].notify({n})"

    def do_notify_all(self, k):
        return f"CONDITIONS[{k}].notify_all()"

    def do_count(self, k):
        return f"COUNTS[{k}] += 1"

    def do_sem_release(self, k):
        return f"SEMAPHORES[{k}].release()"

    def do_var_set(self, value):
        return f"VAR.set({value})"

    def do_var_get(self):
        return "log('var', VAR.get())"

    def do_feed(self, k, text):
        return f"READERS[{k}].feed_data({text.encode()!r})"

    def do_feed_eof(self, k):
        return f"READERS[{k}].feed_eof()"

    def do_reader_error(self, k, error):
        return f"READERS[{k}].set_exception({error}('reader'))"

    def do_write(self, k, text, times):
        return f"ENDS[{k}][1].write({text.encode()!r} * {times})"

    def do_write_eof(self, k):
        return f"ENDS[{k}][1].write_eof()"

    def do_close(self, k):
        return f"ENDS[{k}][1].close()"

    def do_abort(self, k):
        return f"ENDS[{k}][1].transport.abort()"

    def do_pause_reading(self, k):
        return f"ENDS[{k}][1].transport.pause_reading()"

    def do_resume_reading(self, k):
        return f"ENDS[{k}][1].transport.resume_reading()"

    def do_write_limits(self, k, high):
        return f"ENDS[{k}][1].transport.set_write_buffer_limits({high})"

    def do_show_end(self, k):
        return f"show_end(*ENDS[{k}])"

    def do_server_close(self):
        return ["for server in SERVERS:", "    server.close()"]

    def do_server_close_clients(self):
        return ["for server in SERVERS:", "    server.close_clients()"]

    def do_server_abort_clients(self):
        return ["for server in SERVERS:", "    server.abort_clients()"]

    # Statements that wait

    def do_spawn(self, what, eager, group):
        create = "asyncio.create_task" if group is None else f"g{group}.create_task if g{group} else asyncio.create_task"
        function, arguments = self.coroutine(what)
        level = self.tree["functions"][what[1]]["level"] if what[0] == "call" else 99
        options = "" if eager is None else f", eager_start={eager}"
        return f"spawn({create}, {level}, {function}{arguments and ', ' + arguments}{options})"

    def do_sleep(self, delay):
        return f"await asyncio.sleep({delay})"

    def do_yields(self, n):
        return [f"for _ in range({n}):", "    await asyncio.sleep(0)"]

    def do_await(self, what):
        return f"log('got', await {self.awaitable(what)})"

    def do_cancel_self(self, message):
        return f"log('cancel', asyncio.current_task().cancel({message!r}))"

    def do_uncancel(self):
        return "log('uncancel', asyncio.current_task().uncancel())"

    def do_cancelling(self):
        return "log('cancelling', asyncio.current_task().cancelling())"

    def do_set_name(self, name):
        return f"asyncio.current_task().set_name({name!r})"

    def do_return(self, value):
        return f"return {value}"

    def gather(self, many, return_exceptions):
        return f"asyncio.gather({self.awaitables(many)}{', return_exceptions=True' if return_exceptions else ''})"

    def do_gather(self, many, return_exceptions):
        return f"log('got', await {self.gather(many, return_exceptions)})"

    def do_keep_gather(self, many, return_exceptions):
        return f"keep({self.level + 1}, {self.gather(many, return_exceptions)})"

    def do_shield(self, what):
        return f"log('got', await asyncio.shield({self.awaitable(what)}))"

    def do_keep_shield(self, what):
        return f"keep({self.level + 1}, asyncio.shield({self.awaitable(what)}))"

    def do_wait(self, many, when, limit):
        return [
            f"done, pending = await asyncio.wait([{self.awaitables(many)}], timeout={_limit(limit)}, return_when=asyncio.{when})",
            "log('done', sorted(map(name, done)), 'pending', sorted(map(name, pending)))",
        ]

    def do_wait_all(self, limit):
        return [
            "if len(TASKS) > 1:",
            f"    done, pending = await asyncio.wait([each for _, each in TASKS[1:]], timeout={limit})",
            "    log('done', len(done), 'pending', len(pending))",
        ]

    def do_wait_for(self, what, limit):
        return f"log('got', await asyncio.wait_for({self.awaitable(what)}, {_limit(limit)}))"

    def do_wait_for_anext(self, k, limit):
        return f"log('got', await asyncio.wait_for(anext(GENERATORS[{k}]), {_limit(limit)}))"

    def do_reschedule(self, name, delay):
        when = "None" if delay is None else f"asyncio.get_running_loop().time() + {delay}"
        return f"t{name}.reschedule({when})"

    def do_cond_wait(self, k):
        return f"log('woken', await CONDITIONS[{k}].wait())"

    def do_cond_wait_for(self, k, n):
        return f"log('woken', await CONDITIONS[{k}].wait_for(lambda: COUNTS[{k}] >= {n}))"

    def do_barrier_reset(self, k):
        return f"await BARRIERS[{k}].reset()"

    def do_barrier_abort(self, k):
        return f"await BARRIERS[{k}].abort()"

    def do_anext(self, k):
        return f"log('next', await anext(GENERATORS[{k}]))"

    def do_aclose(self, k):
        return f"await GENERATORS[{k}].aclose()"

    def do_athrow(self, k, error):
        return f"log('next', await GENERATORS[{k}].athrow({self.error(error)}('thrown')))"

    def do_yield(self, value):
        return f"yield {value}"

    # Blocks

    def do_try(self, kind, body, handler):
        lines = ["try:", *self.inner(body)]
        if kind == "finally":
            return lines + ["finally:", *self.inner(handler)]
        caught = {"reraise": "BaseException", "CancelledError": "asyncio.CancelledError"}.get(kind, kind)
        lines += [f"except {caught} as exc:", "    log('caught', err(exc))", *self.inner(handler)]
        return lines + ["    raise"] if kind == "reraise" else lines

    def do_repeat(self, n, body):
        return [f"for _ in range({n}):", *self.inner(body)]

    def do_group(self, name, body):
        return [f"async with asyncio.TaskGroup() as g{name}:", *self.inner(body)]

    def do_timeout(self, name, limit, body):
        return [
            f"async with asyncio.timeout({_limit(limit)}) as t{name}:",
            *self.inner(body),
            f"log('expired', t{name}.expired())",
        ]

    def do_lock(self, k, body):
        return [f"async with LOCKS[{k}]:", *self.inner(body)]

    def do_sem(self, k, body):
        return [f"async with SEMAPHORES[{k}]:", *self.inner(body)]

    def do_condition(self, k, body):
        return [f"async with CONDITIONS[{k}]:", *self.inner(body)]

    def do_barrier_with(self, k, body):
        return [f"async with BARRIERS[{k}] as position:", "    log('position', position)", *self.inner(body)]

    def do_as_completed(self, many, limit, asynchronously, body):
        options = "" if limit is None else f", timeout={limit}"
        call = f"asyncio.as_completed([{self.awaitables(many)}]{options})"
        if asynchronously:
            head = [f"async for future in {call}:", "    log(name(future), outcome(future))"]
        else:
            head = [f"for future in {call}:", "    log('got', await future)"]
        return head + (self.inner(body) if body else [])

    def do_async_for(self, generator, most, body):
        self.loops += 1
        count = f"count{self.loops}"
        return [
            f"{count} = 0",
            f"async for item in gen{generator}():",
            "    log('item', item)",
            *self.inner(body),
            f"    {count} += 1",
            f"    if {count} > {most}:",
            "        break",
        ]


if __name__ == "__main__":
    import sys

    from generate import generate

    print(to_python(generate(int(sys.argv[1]))), end="")
