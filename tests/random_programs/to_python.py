"""A random program as Python source."""

import textwrap

import connections
import generators
import readers
import synchronization
import tasks
import waiting
from prelude import BEGINNING, END
from programs import BARRIERS, CONDITIONS, EVENTS, FUTURES, LOCKS, MOST_TASKS, READERS
from tree import statements

SUBJECTS = (tasks, waiting, synchronization, readers, connections)
COROUTINES = {kind: of for subject in SUBJECTS for kind, of in subject.COROUTINES.items()}


def to_python(program):
    return Printer(program).program()


class Printer(
    tasks.Tasks,
    waiting.Waiting,
    synchronization.Synchronization,
    readers.Readers,
    connections.Connections,
    generators.Generators,
):
    """do_OPERATION(arguments) gives a line, or several, of a statement. Here are those that every language has."""

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
        self.level = 0
        lines = [*self.beginning(), *self.objects(), "keep(0, asyncio.current_task())"]
        if self.tree.get("streams"):
            kind, limit = self.tree["streams"]
            lines.append(f"await connect_{kind}({limit})")
        head = "".join(f"    {line}\n" for line in lines)
        runs = "".join(f"        runner.run(work{i}())\n" for i in self.tree.get("runs", ()))
        return f"async def main():\n{head}{self.groups(each['body'])}{self.block(each['body'])}\n\n{END.format(runs=runs)}"

    def beginning(self):
        yield "global FUTURES, LOCKS, EVENTS, CONDITIONS, SEMAPHORES, QUEUES, BARRIERS, READERS, COUNTS, GENERATORS"
        yield "loop = asyncio.get_running_loop()"
        yield "loop.set_exception_handler(handler)"
        if self.tree["eager"]:
            yield "loop.set_task_factory(asyncio.eager_task_factory)"

    def objects(self):
        tree = self.tree
        semaphores = ", ".join(
            f"asyncio.{'Bounded' if bounded else ''}Semaphore({value})" for bounded, value in tree["semaphores"]
        )
        queues = ", ".join(f"asyncio.{kind}({maxsize})" for kind, maxsize in tree["queues"])
        return [
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
        ]

    def block(self, block, depth=1):
        lines = [line for statement in block for line in self.statement(statement)] or ["pass"]
        return "".join("    " * depth + line + "\n" for line in lines)

    def statement(self, statement):
        operation, *args = statement
        made = getattr(self, f"do_{operation}")(*args)
        return [made] if isinstance(made, str) else made

    def inner(self, block):
        return ["    " + line for statement in block for line in self.statement(statement)] or ["    pass"]

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
        return COROUTINES[kind](*args)

    def do_log(self, number):
        return f"log({number})"

    def do_raise(self, error, text):
        return f"raise {self.error(error)}({'' if text is None else repr(text)})"

    def do_return(self, value):
        return f"return {value}"

    def do_try(self, kind, body, handler):
        lines = ["try:", *self.inner(body)]
        if kind == "finally":
            return lines + ["finally:", *self.inner(handler)]
        caught = {"reraise": "BaseException", "CancelledError": "asyncio.CancelledError"}.get(kind, kind)
        lines += [f"except {caught} as exc:", "    log('caught', err(exc))", *self.inner(handler)]
        return lines + ["    raise"] if kind == "reraise" else lines

    def do_try_star(self, kind, body, handler):
        caught = "asyncio.CancelledError" if kind == "CancelledError" else kind
        lines = ["try:", *self.inner(body), f"except* {caught} as exc:", "    log('caught', err(exc), exc)"]
        return lines + self.inner(handler)

    def do_managed(self, delay, body):
        return [f"async with kept(managed({delay})) as value:", "    log('managed', value)", *self.inner(body)]

    def do_repeat(self, n, body):
        return [f"for _ in range({n}):", *self.inner(body)]


if __name__ == "__main__":
    import sys

    from generate import generate

    print(to_python(generate(int(sys.argv[1]))), end="")
