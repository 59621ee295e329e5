"""What the programs of this folder print with: one line per event, virtual time first. caselog.h in Python."""

import asyncio


def log(*parts):
    print(f"{asyncio.get_running_loop().time():.3f}", *parts)


def err(exc):
    """`Type`, `Type: message` or `Group[a, b]`."""
    name = type(exc).__name__
    if isinstance(exc, BaseExceptionGroup):
        return f"{name}[{', '.join(map(err, exc.exceptions))}]"
    return f"{name}: {exc}" if str(exc) else name


def outcome(future):
    """How a future stands: pending, cancelled, an exception or its result."""
    if not future.done():
        return "pending"
    if future.cancelled():
        return "cancelled"
    return err(future.exception()) if future.exception() else f"result {future.result()}"
