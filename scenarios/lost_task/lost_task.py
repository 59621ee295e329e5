import asyncio
import gc

KEEP = "nothing"
COLLECT = 1
PAIRS = 1


async def sleeper():
    await asyncio.sleep(5)
    print("the sleeper is done")


async def waiter(answers):
    answer = asyncio.get_running_loop().create_future()
    if KEEP == "future":
        answers.append(answer)
    print("the waiter got", await answer)


def start(coroutine, name, background):
    task = asyncio.create_task(coroutine, name=name)
    if KEEP == "tasks":
        background.append(task)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"]))
    background, answers = [], []
    for number in range(1, PAIRS + 1):
        start(sleeper(), f"sleeper {number}", background)
        start(waiter(answers), f"waiter {number}", background)
    if COLLECT is not None:
        await asyncio.sleep(COLLECT)
        gc.collect()
    alive = sorted(task.get_name() for task in asyncio.all_tasks())
    print("alive:", alive)
    await asyncio.sleep(7)
    for answer in answers:
        answer.set_result(42)
        await asyncio.sleep(0)


if __name__ == "__main__":
    asyncio.run(main())
