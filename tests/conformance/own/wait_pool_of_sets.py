"""A pool kept in the sets that wait() gives: taken from, added to, dropped from, until nothing is left."""
import asyncio
from caselog import log, err, outcome


async def fetch(url, delay, tries=0):
    await asyncio.sleep(delay)
    if url.startswith('bad') and tries < 2:
        raise ConnectionError(url)
    return f'{url} after {tries}'


async def pool(urls, size, limit):
    waiting = list(urls)
    pending, tries, results = set(), {}, []
    while waiting or pending:
        while waiting and len(pending) < size:
            url, delay = waiting.pop(0)
            n = tries[url] = tries.get(url, -1) + 1
            pending.add(asyncio.create_task(fetch(url, delay, n), name=f'{url}#{n}'))
        done, pending = await asyncio.wait(pending, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
        if not done:
            slow = pending.pop()
            log('gives up', slow.get_name(), slow.cancel('slow'), len(pending))
            continue
        while done:
            task = done.pop()
            log(task.get_name(), outcome(task), task in pending, len(pending))
            if task.exception():
                url = task.get_name().split('#')[0]
                waiting.append((url, 0.5))
            else:
                results.append(task.result())
    try:
        pending.pop()
    except KeyError as exc:
        log(err(exc))
    return results


async def main():
    log(await pool([('a', 1), ('bad', 1), ('c', 9), ('d', 0), ('e', 2)], 2, 3))
    log(await asyncio.wait_for(pool([('bad', 1), ('f', 1), ('bad2', 1.5)], 5, None), 8))


asyncio.run(main())
