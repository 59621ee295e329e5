"""contextvars: tokens, their errors, Context.run() and lookups."""

import asyncio
import contextvars

from caselog import log

plain = contextvars.ContextVar("plain")
number = contextvars.ContextVar("number", default=1)


def attempt(function):
    try:
        log("ok", function())
    except Exception as exc:
        log(type(exc).__name__)


def in_context():
    number.set(5)
    return number.get()


async def main():
    attempt(plain.get)
    log(plain.get("given"), number.get(), number.get(7))
    token = number.set(2)
    log(token.var is number, token.old_value is contextvars.Token.MISSING)
    second = number.set(3)
    log(second.old_value, number.get())
    number.reset(second)
    log(number.get())
    attempt(lambda: number.reset(second))
    attempt(lambda: plain.reset(token))
    context = contextvars.copy_context()
    attempt(lambda: context.run(number.reset, token))
    log(context.run(in_context), number.get(), context[number], context.get(plain), plain in context, len(context))
    attempt(lambda: context.run(context.run, in_context))
    attempt(lambda: context[plain])
    copy = context.copy()
    copy.run(in_context)
    context.run(number.set, 6)
    log(copy[number], context[number])
    number.reset(token)
    log(number.get(), len(contextvars.copy_context()))
    log(asyncio.current_task().get_context() is asyncio.current_task().get_context())


asyncio.run(main())
