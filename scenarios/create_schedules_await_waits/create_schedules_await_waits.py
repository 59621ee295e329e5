import asyncio

DELAY_A = 2
DELAY_B = 1
AWAITS = "a_then_b"
PAUSE = None


async def job(name, delay):
    print(name, "starts")
    await asyncio.sleep(delay)
    print(name, "is finished")
    return name


async def main():
    a = asyncio.create_task(job("A", DELAY_A), name="A")
    if PAUSE is not None:
        await asyncio.sleep(PAUSE)
    b = asyncio.create_task(job("B", DELAY_B), name="B")
    print("both created")
    if AWAITS == "a_then_b":
        print("result", await a)
        print("result", await b)
    if AWAITS == "b_then_a":
        print("result", await b)
        print("result", await a)
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
