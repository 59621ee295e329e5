import asyncio, gc

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


async def main():
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: print(context["message"]))
    tasks, answers = [], []
    for number in range(1, PAIRS + 1):
        tasks.append(asyncio.create_task(sleeper(), name=f"sleeper {number}"))
        tasks.append(asyncio.create_task(waiter(answers), name=f"waiter {number}"))
    if KEEP != "tasks":
        tasks.clear()
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
