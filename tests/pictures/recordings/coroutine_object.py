import asyncio
import inspect

MODE = "nothing"


async def greet():
    print("hello")
    return 42


async def main():
    print("greet is a coroutine function:", inspect.iscoroutinefunction(greet))
    coroutine = greet()
    print("greet() gave a coroutine:", asyncio.iscoroutine(coroutine))
    if MODE in ("await", "await_twice"):
        print("result:", await coroutine)
    if MODE == "create_task":
        task = asyncio.create_task(coroutine, name="greet")
        print("the task is a coroutine:", asyncio.iscoroutine(task))
        print("result:", await task)
    if MODE == "await_twice":
        try:
            await coroutine
        except RuntimeError as error:
            print("RuntimeError:", error)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
