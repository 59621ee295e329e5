"""How values look when they are printed, in containers, in results and in exceptions: numbers, text, bytes, None."""

import asyncio
import math

from caselog import err, log


async def gives(value):
    await asyncio.sleep(0)
    return value


async def main():
    loop = asyncio.get_running_loop()
    for number in 0.1 + 0.2, 1e16, 1e15, 123456789012345680.0, 1e-5, 0.0001, -0.0, 2.0, 1 / 3, 1e100, math.inf, -math.inf, math.nan:
        log(number, [number])
        await gives(number)
    for text in 'plain', "it's", 'both \' and "', 'tab\tnewline\n', 'back\\slash', 'é ü ß €', '\x00\x7f\x1b', '😀', '':
        log(text.strip() or '-', [text])
        await gives(text)
    for data in b'plain', b"it's", b'\x00\xff\n', b'':
        log(data, [data])
        await gives(data)
    for value in None, True, False, 0, -1, 10**18, [], [1, 'a', None], (1,), (1, 2.5), {}, {'a': 1, 'b': [2]}:
        log(value, [value])
    log(await asyncio.gather(gives(1), gives('a'), gives(None), gives([1.5]), gives((1, 'x'))))
    for exc in ValueError(), ValueError(''), ValueError('a'), ValueError("it's"), ValueError(1, 'b'), KeyError('k'), KeyError(3), OSError(2, 'gone'):
        log(err(exc), repr(exc), exc.args)
        future = loop.create_future()
        future.set_exception(exc)
        try:
            await future
        except Exception as same:
            log(same)
    tasks = [asyncio.create_task(gives(value), name=f'{value}') for value in (1, 'text', 2.0)]
    await asyncio.wait(tasks)
    log([task.result() for task in tasks], [task.get_name() for task in tasks])
    queue = asyncio.Queue()
    for value in 'a', "it's", '\n':
        queue.put_nowait(value)
    log(queue)
    log(['é', '日本', '😀', '\u200b', '\x85', '\xa0', '\ufeff', '\U000e0041', '\ue000', 'ab\xadc'])
    errors = [ValueError('a'), KeyError('k'), asyncio.CancelledError()]
    log(errors, {'a': errors[0]}, (1, errors[1]), errors[0], errors[1])
    group = BaseExceptionGroup('group', errors)
    log(group.exceptions, ExceptionGroup('one', errors[:1]).exceptions, group)


asyncio.run(main())
