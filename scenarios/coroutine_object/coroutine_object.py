import asyncio

MODE = "nothing"


async def greet():
    print("hello")
    return 42


async def main():
    coroutine = greet()
    print("greet() was called")
    if MODE == "await" or MODE == "await_twice":
        print("result:", await coroutine)
    if MODE == "create_task":
        task = asyncio.create_task(coroutine, name="greet")
        print("task created")
        print("result:", await task)
    if MODE == "await_twice":
        try:
            await coroutine
        except RuntimeError as error:
            print("RuntimeError:", error)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
