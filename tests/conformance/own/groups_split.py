"""Exception groups of task groups: nested, split, with subclasses that derive, notes, causes and except*."""
import asyncio
from caselog import log, err


class AppError(Exception):
    pass


class Retry(AppError):
    def __init__(self, n):
        super().__init__('retry', n)
        self.n = n


class AppGroup(ExceptionGroup):
    def derive(self, excs):
        return AppGroup('derived: ' + self.message, excs)


async def fails(exc, delay=0):
    await asyncio.sleep(delay)
    raise exc


async def inner(n):
    async with asyncio.TaskGroup() as tg:
        for i in range(n):
            tg.create_task(fails(Retry(i) if i % 2 else OSError(2, 'no file'), 1))
        if n > 2:
            raise AppError('body')


async def outer():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(inner(2))
        tg.create_task(inner(3))
        tg.create_task(fails(ValueError('flat'), 1))


def show(what, group):
    log(what, err(group) if group else None)


async def main():
    try:
        await outer()
    except* Retry as group:
        show('retries', group)
        log([e.n for g in group.exceptions for e in g.exceptions], repr(group))
    except* (OSError, AppError) as group:
        show('others', group)
    except* ValueError as group:
        show('values', group)
    group = AppGroup('mine', [Retry(1), ExceptionGroup('in', [ValueError('a'), Retry(2)]), TypeError('t')])
    group.add_note('noted')
    matching, rest = group.split(Retry)
    show('matching', matching)
    show('rest', rest)
    log(matching, '|', rest, matching.__notes__, repr(rest))
    show('subgroup', group.subgroup(lambda e: isinstance(e, ValueError)))
    show('nothing', group.subgroup(KeyError))
    show('all', group.split((AppError, ValueError, TypeError))[1])
    show('group itself', group.subgroup(ExceptionGroup))
    try:
        try:
            raise group
        except* TypeError as exc:
            raise RuntimeError('in the clause') from exc
    except BaseException as exc:
        show('combined', exc)
        log(repr(exc))
        if isinstance(exc, BaseExceptionGroup):
            log([err(e.__cause__) if e.__cause__ else 'None' for e in exc.exceptions])
    try:
        try:
            raise ValueError('naked')
        except* ValueError as exc:
            show('wrapped', exc)
            log(repr(exc), str(exc))
            raise
    except ExceptionGroup as exc:
        show('reraised', exc)
    for make in (lambda: ExceptionGroup('e', []), lambda: ExceptionGroup('b', [KeyboardInterrupt()]), lambda: BaseExceptionGroup('x', [ValueError(1)])):
        try:
            log(repr(make()))
        except (ValueError, TypeError) as exc:
            log(err(exc))
    task = asyncio.create_task(inner(2), name='inner')
    await asyncio.sleep(0.5)
    task.cancel()
    log(err((await asyncio.gather(task, return_exceptions=True))[0]), task.cancelled())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fails(group))
    except* Retry as exc:
        show('through a group', exc)
    except* Exception as exc:
        show('left', exc)


asyncio.run(main())
