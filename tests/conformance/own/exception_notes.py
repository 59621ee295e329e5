"""Notes, causes and attributes of exceptions: they travel with them through tasks, gather, groups and shields."""

import asyncio

from caselog import err, log, outcome


class AppError(Exception):
    def __init__(self, code, text):
        super().__init__(code, text)
        self.code = code
        self.text = text

    def __str__(self):
        return f'[{self.code}] {self.text}'


class Quiet(Exception):
    pass


class NotFound(AppError):
    def __repr__(self):
        return f'<NotFound {self.code}>'


class Stop(BaseException):
    pass


async def fails(exc, note=None):
    await asyncio.sleep(1)
    if note:
        exc.add_note(note)
    raise exc


async def noting(task, note):
    try:
        await task
    except Exception as exc:
        exc.add_note(note)
        raise


async def main():
    task = asyncio.create_task(fails(AppError(3, 'three'), 'from the task'), name='t')
    outer = asyncio.create_task(noting(task, 'from outer'), name='outer')
    await asyncio.wait([outer])
    exc = task.exception()
    log(err(exc), repr(exc), exc.args, exc.code, exc.__notes__, outer.exception() is exc)
    results = await asyncio.gather(fails(NotFound(4, 'four')), fails(Quiet()), fails(Quiet('a', 1)), fails(KeyError('k')), return_exceptions=True)
    log(results, [str(result) for result in results], [result.args for result in results])
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails(AppError(5, 'five'), 'n5'))
            group.create_task(fails(Quiet('six')))
            group.create_task(fails(ExceptionGroup('inner', [Quiet('seven'), NotFound(8, 'eight')])))
    except ExceptionGroup as group:
        log(err(group), group.message, str(group), repr(group))
        group.add_note('a group')
        log(group.__notes__, group.exceptions[0].__notes__, hasattr(group.exceptions[1], '__notes__'))
        match, rest = group.split(AppError)
        log(err(match), '|', err(rest), match.__notes__, rest.__notes__)
        log(repr(group.subgroup(lambda exc: isinstance(exc, Quiet))), group.subgroup(KeyError))
        log([err(exc) for exc in group.split((Quiet, KeyError))])
    try:
        await fails(Stop('stop'))
    except BaseException as exc:
        log(repr(exc), isinstance(exc, Exception))
    try:
        try:
            await fails(ValueError('low'))
        except ValueError as exc:
            raise AppError(9, 'high') from exc
    except AppError as exc:
        log(err(exc), repr(exc.__cause__), exc.__suppress_context__)
    task = asyncio.create_task(fails(Stop('in a task')), name='stop')
    try:
        await task
    except BaseException as exc:
        log(repr(exc), outcome(task))
    group = BaseExceptionGroup('both', [Stop('s'), ValueError('v')])
    log(repr(group), type(group.subgroup(ValueError)).__name__, type(group.subgroup(Stop)).__name__)
    try:
        raise group
    except* Stop as part:
        log('Stop', repr(part))
    except* ValueError as part:
        log('ValueError', repr(part))
    try:
        try:
            raise ExceptionGroup('outer', [ValueError(1), TypeError(2), OSError(3)])
        except* (ValueError, OSError) as part:
            log(repr(part))
            raise RuntimeError('while handling') from part
    except BaseException as exc:
        log(repr(exc), [repr(each) for each in exc.exceptions])


asyncio.run(main())
