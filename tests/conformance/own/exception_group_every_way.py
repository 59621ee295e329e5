"""Exception groups: nested, split, caught in part, raised again by a task, in groups of groups and by gather."""

import asyncio

from caselog import err, log


async def fails(error):
    await asyncio.sleep(1)
    raise error


async def group_of(*errors):
    async with asyncio.TaskGroup() as group:
        for i, error in enumerate(errors):
            group.create_task(fails(error), name=type(error).__name__ + str(i))


async def attempt(what, awaitable):
    try:
        log(what, "gave", await awaitable)
    except BaseException as exc:
        log(what, err(exc), "|", exc)


async def caught_in_part():
    try:
        await group_of(ValueError(1), KeyError(2), ValueError(3))
    except* ValueError as group:
        log("caught", err(group))


async def nested():
    async with asyncio.TaskGroup() as group:
        group.create_task(group_of(ValueError(1), KeyError(2)), name="left")
        group.create_task(group_of(TypeError(3)), name="right")


async def caught_all():
    try:
        await nested()
    except* (ValueError, TypeError) as group:
        log("first clause", err(group))
    except* KeyError as group:
        log("second clause", err(group))
    return "went on"


async def replaced():
    try:
        await group_of(ValueError(1))
    except* ValueError:
        raise RuntimeError("instead") from None


async def exits():
    async with asyncio.TaskGroup() as group:
        group.create_task(fails(SystemExit(3)), name="exits")
        group.create_task(asyncio.sleep(5), name="sleeper")


async def main():
    await attempt("in part", caught_in_part())
    await attempt("nested", nested())
    await attempt("all", caught_all())
    await attempt("replaced", replaced())
    await attempt("gather", asyncio.gather(group_of(ValueError(1)), asyncio.sleep(2)))
    log(err((await asyncio.gather(nested(), return_exceptions=True))[0]))
    group = ExceptionGroup("outer", [ValueError(1), ExceptionGroup("inner", [KeyError("k"), TypeError("t")])])
    log(group, len(group.exceptions), repr(group.message))
    matching, rest = group.split(KeyError)
    log(err(matching), err(rest))
    log(group.subgroup(IndexError), err(group.subgroup(TypeError)))
    base = BaseExceptionGroup("base", [asyncio.CancelledError("c"), ValueError(2)])
    log(type(base).__name__, err(base), type(BaseExceptionGroup("plain", [ValueError(1)])).__name__)
    for make in (
        lambda: ExceptionGroup("empty", []),
        lambda: ExceptionGroup("base", [asyncio.CancelledError()]),
    ):
        try:
            make()
        except Exception as exc:
            log(err(exc))


asyncio.run(main())
