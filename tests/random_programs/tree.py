"""What a random program's tree consists of: see generate.py."""

# Which arguments of a statement are blocks, and which one is a list of awaitables; [operation, first argument, ...].
BLOCKS = {
    "try": (2, 3),
    "repeat": (2,),
    "group": (2,),
    "timeout": (3,),
    "lock": (2,),
    "sem": (2,),
    "condition": (2,),
    "barrier_with": (2,),
    "as_completed": (4,),
    "async_for": (3,),
    "try_star": (2, 3),
    "managed": (2,),
    "timeout_at": (3,),
}
AWAITABLES = {"gather": 1, "keep_gather": 1, "wait": 1, "as_completed": 1}


def inner_blocks(statement):
    return [statement[position] for position in BLOCKS.get(statement[0], ())]


def statements(block):
    """All statements of a block, those of inner blocks included."""
    for statement in block:
        yield statement
        for inner in inner_blocks(statement):
            yield from statements(inner)


def bodies(program):
    """The outermost blocks of a program."""
    found = [function["body"] for function in program["functions"]]
    for generator in program["generators"]:
        found += [generator["body"], generator["ending"]]
    return found + program["callbacks"]


def blocks(program):
    """All blocks of a program, outer ones first."""
    found = []

    def visit(block):
        found.append(block)
        for statement in block:
            for inner in inner_blocks(statement):
                visit(inner)

    for body in bodies(program):
        visit(body)
    return found
