"""The await chain of a suspended coroutine: what awaits what, outermost first."""

import gc
import types

_PREFIXES = {types.CoroutineType: "cr", types.GeneratorType: "gi", types.AsyncGeneratorType: "ag"}


def frames_of(coroutine):
    """Yields (code, line) of each Python frame between `coroutine` and what it finally awaits."""
    for level in levels_of(coroutine):
        yield code_of(level), frame_of(level).f_lineno


def frame_of(level):
    return getattr(level, _PREFIXES[type(level)] + "_frame")


def code_of(level):
    return getattr(level, _PREFIXES[type(level)] + "_code")


def levels_of(coroutine):
    """Yields each coroutine and generator between `coroutine` and what it finally awaits."""
    seen = 0
    while coroutine is not None and seen < 10_000:
        seen += 1
        if isinstance(coroutine, types.CoroutineType):
            frame, inner = coroutine.cr_frame, coroutine.cr_await
        elif isinstance(coroutine, types.GeneratorType):
            frame, inner = coroutine.gi_frame, coroutine.gi_yieldfrom
        elif isinstance(coroutine, types.AsyncGeneratorType):
            frame, inner = coroutine.ag_frame, coroutine.ag_await
        else:
            coroutine = _wrapped(coroutine)
            continue
        if frame is None:
            return
        yield coroutine
        coroutine = inner


def _wrapped(awaitable):
    """What CPython's own wrappers, such as the awaitable of anext(), drive. Only the collector knows."""
    if type(awaitable).__name__ in (
        "async_generator_asend",
        "async_generator_athrow",
        "coroutine_wrapper",
        "anext_awaitable",
    ):
        for held in gc.get_referents(awaitable):
            if isinstance(held, (types.CoroutineType, types.AsyncGeneratorType)) or type(
                held
            ).__name__.startswith("async_gen"):
                return held
    return None
