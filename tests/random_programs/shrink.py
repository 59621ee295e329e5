"""Makes a program that differs smaller, as long as it differs."""

import copy

from tree import AWAITABLES, BLOCKS, blocks, bodies, statements

BATCH = 40


def shrink(differ, program):
    """`differ` tells for each of several programs whether it differs."""
    while True:
        candidates = [smaller for smaller in _smaller(program) if _is_sound(smaller)]
        for start in range(0, len(candidates), BATCH):
            batch = candidates[start : start + BATCH]
            found = next((smaller for smaller, differs in zip(batch, differ(batch)) if differs), None)
            if found:
                program = found
                break
        else:
            return program


def _smaller(program):
    """Programs with something left out, the smallest first."""
    yield from _without_statements(program)
    for i, block in enumerate(blocks(program)):
        for k, statement in enumerate(block):
            for position in BLOCKS.get(statement[0], ()):
                if statement[position]:
                    yield _with_block_in_place(program, i, k, position)
            yield from _without_awaitables(program, i, k)


def _without_statements(program):
    for i, block in enumerate(blocks(program)):
        size = len(block)
        while size > 0:
            for start in range(0, len(block), size):
                smaller = copy.deepcopy(program)
                del blocks(smaller)[i][start : start + size]
                yield smaller
            size //= 2


def _with_block_in_place(program, i, k, position):
    """A block in place of its statement."""
    smaller = copy.deepcopy(program)
    block = blocks(smaller)[i]
    block[k : k + 1] = block[k][position]
    return smaller


def _without_awaitables(program, i, k):
    statement = blocks(program)[i][k]
    position = AWAITABLES.get(statement[0])
    many = statement[position] if position else []
    for j in range(len(many) if len(many) > 1 else 0):
        smaller = copy.deepcopy(program)
        del blocks(smaller)[i][k][position][j]
        yield smaller


def _is_sound(program):
    """Whether no group or timeout is used whose block is gone: that would be another difference."""
    for body in bodies(program):
        opened, used = set(), set()
        for operation, *arguments in statements(body):
            if operation in ("group", "timeout"):
                opened.add((operation, arguments[0]))
            elif operation == "spawn" and arguments[2] is not None:
                used.add(("group", arguments[2]))
            elif operation == "reschedule":
                used.add(("timeout", arguments[0]))
        if not used <= opened:
            return False
    return True
