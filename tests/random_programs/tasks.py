"""Tasks and futures, callbacks, threads, context variables: what a program does with them, and how Python says it."""

from programs import CALLBACK_DELAYS, DELAYS, ERRORS, FUTURES, MOST_TARGETS

# What it may do at once, in callbacks, too: (weight, statement).


def at_once(g):
    return [
        (3, lambda: ["log", g.below(100)]),
        (4, lambda: _cancel(g)),
        (3, lambda: ["set_result", g.below(FUTURES), g.below(100)]),
        (1, lambda: ["set_exception", g.below(FUTURES), g.pick(ERRORS[:4])]),
        (1, lambda: ["cancel_future", g.below(FUTURES), g.message()]),
        (1, lambda: ["outcome", g.below(MOST_TARGETS)]),
        (0.5, lambda: ["raise", g.pick(ERRORS), g.pick(("boom", "", None))]),
        (0.5, lambda: ["tasks"]),
        (0.3, lambda: ["new_future", g.below(FUTURES)]),
        *(_callbacks(g) if "callback" in g.features and g.first_callback < g.callbacks else ()),
    ]


def _cancel(g):
    # The main task is the first one; it should live a while.
    return ["cancel", g.below(12) if g.chance(0.15) else 1 + g.below(11), g.message()]


def _callbacks(g):
    return [
        (2, lambda: ["call_soon", g.any_callback(), *g.context()]),
        (2, lambda: ["call_later", g.time(CALLBACK_DELAYS), g.any_callback(), *g.context()]),
        (0.5, lambda: ["cancel_handle", g.below(8)]),
        (2, lambda: ["done_callback", g.below(MOST_TARGETS), g.any_callback(), *g.context()]),
        (0.5, lambda: ["remove_callback", g.below(MOST_TARGETS), g.any_callback()]),
    ]


def in_contexts(g):
    if "context" not in g.features:
        return []
    copies = [(0.7, lambda: ["copy_context", g.below(2)])] if g.has_contexts else []
    return [(1, lambda: ["var_set", g.below(100)]), (1, lambda: ["var_get"]), *copies]


def exits(g):
    if "exit" not in g.features:
        return []
    return [(0.1, lambda: ["raise", g.pick(("KeyboardInterrupt", "SystemExit")), "exit"])]


def more_at_once(g):
    choices = [
        (0.7, lambda: ["show_result", g.below(MOST_TARGETS)]),
        (0.7, lambda: ["result", "task", g.below(MOST_TARGETS)]),
        (0.7, lambda: ["result", "future", g.below(FUTURES)]),
        (0.3, lambda: ["report"]),
    ]
    if "exit" in g.features:
        choices.append((0.1, lambda: ["stop_loop"]))
    if "callback" in g.features and g.first_callback < g.callbacks:
        choices += [
            (0.7, lambda: ["call_at", g.time(CALLBACK_DELAYS), g.any_callback(), *g.context()]),
            (0.5, lambda: ["show_handle", g.below(8)]),
        ]
    return choices


# What takes a task to do: in functions only.


def in_tasks(scope):
    g = scope.g
    choices = [
        (3, lambda: spawn(scope)),
        (0.5, lambda: ["cancel_self", g.message()]),
        (0.5, lambda: ["cancelling"]),
        (0.3, lambda: ["set_name", g.pick(("X", "Y"))]),
    ]
    if not scope.in_generator:
        choices.append((0.5, lambda: ["return", g.below(100)]))
    if "uncancel" in g.features:
        choices.append((0.5, lambda: ["uncancel"]))
    if "signal" in g.features:
        choices += _signals(g)
    if "watcher" in g.features:
        choices += _watchers(g)
    if "thread" in g.features and g.has_more:
        choices += _pool(g)
    return choices


def _pool(g):
    ways = ("return", "return", "raise", "callback")
    return [
        (2, lambda: ["in_pool", g.time(DELAYS), g.pick(ways), g.below(g.callbacks)]),
        (0.2, lambda: ["shutdown_pool", g.chance(0.5)]),
    ]


def _signals(g):
    return [
        (1, lambda: ["add_signal_handler", g.below(g.callbacks)]),
        (2, lambda: ["raise_signal"]),
        (0.3, lambda: ["remove_signal_handler"]),
    ]


def _watchers(g):
    return [
        (1, lambda: ["watch", g.below(g.callbacks)]),
        (2, lambda: ["poke", 1 + g.below(3)]),
        (0.4, lambda: ["unwatch"]),
    ]


def spawn(scope):
    g = scope.g
    eager = g.pick((True, False)) if "eager" in g.features and g.chance(0.4) else None
    # An eager task must not begin in the context in which its creator runs.
    context = g.context() if "eager" not in g.features else []
    return ["spawn", scope.coroutine(), eager, scope.group() if g.chance(0.7) else None, *context]


def threads(g):
    """Coroutines of calls in threads."""
    if "thread" not in g.features:
        return []
    ways = ("return", "raise", "callback")
    if "submit" in g.features:
        ways += ("submit", "submit 1", "submit, cancel")
    return [(2, lambda: ["thread", g.time(DELAYS), g.pick(ways), g.below(g.callbacks)])]


# In Python

# Of each coroutine its function and its arguments.
COROUTINES = {
    "call": lambda k: (f"work{k}", ""),
    "thread": lambda delay, how, k: (
        "asyncio.to_thread",
        f"blocking, asyncio.get_running_loop(), {delay}, {how!r}, cb{k}, {k}",
    ),
}


def _in(context):
    return "" if context is None else f", context=CONTEXTS[{context}]"


class Tasks:
    def do_cancel(self, k, message):
        return f"log('cancel', any_task({k}).cancel({message!r}))"

    def do_outcome(self, k):
        return f"log(outcome(any_task({k})))"

    def do_show_result(self, k):
        return f"show_result(any_task({k}))"

    def do_result(self, kind, k):
        return f"log('result', {'any_task(%d)' % k if kind == 'task' else 'FUTURES[%d]' % k}.result())"

    def do_report(self):
        return "asyncio.get_running_loop().call_exception_handler({'message': 'odd', 'exception': ValueError('odd')})"

    def do_stop_loop(self):
        return "asyncio.get_running_loop().stop()"

    def do_in_pool(self, delay, how, k):
        return f"in_pool({delay}, {how!r}, cb{k}, {k})"

    def do_shutdown_pool(self, cancel_futures):
        return f"POOL.shutdown(wait=False, cancel_futures={cancel_futures})"

    def do_tasks(self):
        return "log([each.get_name() for each in asyncio.all_tasks()])"

    def do_set_result(self, k, value):
        return f"FUTURES[{k}].set_result({value})"

    def do_set_exception(self, k, error):
        return f"FUTURES[{k}].set_exception({self.error(error)}('set'))"

    def do_cancel_future(self, k, message):
        return f"log('cancel', FUTURES[{k}].cancel({message!r}))"

    def do_new_future(self, k):
        return f"FUTURES[{k}] = asyncio.get_running_loop().create_future()"

    def do_call_soon(self, callback, context=None):
        return f"HANDLES.append(asyncio.get_running_loop().call_soon(cb{callback}{_in(context)}))"

    def do_call_later(self, delay, callback, context=None):
        return f"HANDLES.append(asyncio.get_running_loop().call_later({delay}, cb{callback}{_in(context)}))"

    def do_call_at(self, delay, callback, context=None):
        when = f"asyncio.get_running_loop().time() + {delay}"
        return f"HANDLES.append(asyncio.get_running_loop().call_at({when}, cb{callback}{_in(context)}))"

    def do_show_handle(self, k):
        return ["if HANDLES:", f"    log('handle', HANDLES[{k} % len(HANDLES)].cancelled())"]

    def do_cancel_handle(self, k):
        return ["if HANDLES:", f"    HANDLES[{k} % len(HANDLES)].cancel()"]

    def do_done_callback(self, k, callback, context=None):
        return f"any_task({k}).add_done_callback(cb{callback}{_in(context)})"

    def do_remove_callback(self, k, callback):
        return f"log('removed', any_task({k}).remove_done_callback(cb{callback}))"

    def do_var_set(self, value):
        return f"VAR.set({value})"

    def do_var_get(self):
        return "log('var', VAR.get())"

    def do_copy_context(self, k):
        return f"CONTEXTS[{k}] = contextvars.copy_context()"

    def do_watch(self, callback):
        return f"asyncio.get_running_loop().add_reader(watched(0), on_readable, cb{callback})"

    def do_poke(self, count):
        return f"watched(1).send(b'x' * {count})"

    def do_unwatch(self):
        return "log('removed', asyncio.get_running_loop().remove_reader(watched(0)))"

    def do_spawn(self, what, eager, group, context=None):
        create = "asyncio.create_task" if group is None else f"g{group}.create_task if g{group} else asyncio.create_task"
        function, arguments = self.coroutine(what)
        level = self.tree["functions"][what[1]]["level"] if what[0] == "call" else 99
        options = ("" if eager is None else f", eager_start={eager}") + _in(context)
        return f"spawn({create}, {level}, {function}{arguments and ', ' + arguments}{options})"

    def do_cancel_self(self, message):
        return f"log('cancel', asyncio.current_task().cancel({message!r}))"

    def do_uncancel(self):
        return "log('uncancel', asyncio.current_task().uncancel())"

    def do_cancelling(self):
        return "log('cancelling', asyncio.current_task().cancelling())"

    def do_add_signal_handler(self, callback):
        return f"add_signal_handler(cb{callback})"

    def do_raise_signal(self):
        return "raise_signal()"

    def do_remove_signal_handler(self):
        return "remove_signal_handler()"

    def do_set_name(self, name):
        return f"asyncio.current_task().set_name({name!r})"

    def error(self, name):
        return "asyncio.CancelledError" if name == "CancelledError" else name
