"""BaseExceptionGroup as a program makes it: which class it becomes, split, derived, raised, stored and within others."""

import asyncio

from caselog import err, log


async def fails(error):
    await asyncio.sleep(1)
    raise error


def plain():
    return BaseExceptionGroup("plain", [ValueError(1), TypeError("t")])


def mixed():
    return BaseExceptionGroup("mixed", [ValueError(1), asyncio.CancelledError("c"), ExceptionGroup("in", [OSError("o")])])


async def main():
    for make in plain, mixed:
        group = make()
        log(type(group).__name__, repr(group), str(group), group.message, len(group.exceptions))
        matching, rest = group.split(ValueError)
        log(repr(matching), repr(rest), type(rest).__name__)
        log(repr(group.subgroup((asyncio.CancelledError, OSError))), group.subgroup(KeyError))
        derived = group.derive([KeyError("k")])
        log(repr(derived), type(derived).__name__)
        group.add_note("noted")
        log(group.split(TypeError)[1].__notes__)
        try:
            await fails(make())
        except Exception as exc:
            log("Exception", repr(exc))
        except BaseExceptionGroup as exc:
            log("BaseExceptionGroup", repr(exc))
        task = asyncio.create_task(fails(make()), name="fails")
        try:
            await asyncio.gather(task, asyncio.sleep(2))
        except BaseExceptionGroup as exc:
            log("gathered", repr(exc), isinstance(exc, ExceptionGroup))
        log(err(task.exception()), type(task.exception()).__name__)
        future = asyncio.get_running_loop().create_future()
        future.set_exception(make())
        log(repr(future.exception()))
        try:
            await fails(make())
        except* ValueError as exc:
            log("values", repr(exc))
        except* (TypeError, asyncio.CancelledError, OSError) as exc:
            log("others", repr(exc))
    outer = BaseExceptionGroup("outer", [plain(), mixed()])
    log(type(outer).__name__, repr(outer))
    try:
        BaseExceptionGroup("empty", [])
    except ValueError as exc:
        log(err(exc))
    try:
        ExceptionGroup("not these", [mixed()])
    except TypeError as exc:
        log(err(exc))


asyncio.run(main())
