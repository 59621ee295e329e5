"""Asynchronous generators."""

from programs import ERRORS


def waiting(scope):
    g = scope.g
    if not g.generators or scope.in_generator:
        return []
    return [
        (0.7, lambda: ["anext", g.below(g.generators)]),
        (0.3, lambda: ["aclose", g.below(g.generators)]),
        *([(0.5, lambda: ["asend", g.below(g.generators), g.pick((None, 5, 6))])] if g.has_more else ()),
        (0.3, lambda: ["athrow", g.below(g.generators), g.pick(ERRORS)]),
    ]


def blocks(scope, depth):
    g = scope.g
    if not g.generators or scope.in_generator:
        return []
    return [(2, lambda: ["async_for", g.below(g.generators), g.below(4), scope.block(2, depth + 1)])]


# In Python


class Generators:
    def do_anext(self, k):
        return f"log('next', await anext(GENERATORS[{k}]))"

    def do_asend(self, k, value):
        return f"log('next', await GENERATORS[{k}].asend({value}))"

    def do_aclose(self, k):
        return f"await GENERATORS[{k}].aclose()"

    def do_athrow(self, k, error):
        return f"log('next', await GENERATORS[{k}].athrow({self.error(error)}('thrown')))"

    def do_yield(self, value):
        return f"yield {value}"

    def do_yield_log(self, value):
        return f"log('sent', (yield {value}))"

    def do_async_for(self, generator, most, body):
        self.loops += 1
        count = f"count{self.loops}"
        return [
            f"{count} = 0",
            f"async for item in gen{generator}():",
            "    log('item', item)",
            *self.inner(body),
            f"    {count} += 1",
            f"    if {count} > {most}:",
            "        break",
        ]
