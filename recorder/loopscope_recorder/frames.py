"""Which coroutines of the program are active inside a task: `enter`, `leave`, and the line of the innermost await."""

from . import chain


class Frames:
    """At each suspension the await chain is compared with what was reported before."""

    def __init__(self, observer):
        self._observer = observer
        self._stacks = {}  # task number -> codes of its reported frames, outermost first

    def step_begins(self, task, thrown):
        if task.number in self._stacks or thrown is not None and not task.started:
            return
        coroutine = task.coroutine
        code = getattr(coroutine, 'cr_code', None)
        name = code.co_name if code else getattr(coroutine, '__name__', type(coroutine).__name__)
        self._observer.emit('enter', task.number, text=name)
        self._stacks[task.number] = [code]

    def suspended(self, task):
        """Reports what began and ended in this step; returns the location of the innermost line of the program."""
        observer = self._observer
        levels = list(chain.frames_of(task.coroutine))
        shown = levels[:1] + [level for level in levels[1:] if observer.program.owns(level[0])]
        stack = self._stacks.setdefault(task.number, [])
        common = 0
        while common < min(len(stack), len(shown)) and stack[common] is shown[common][0]:
            common += 1
        while len(stack) > max(common, 1):
            self._leave(task, stack)
        for i in range(max(common, 1), len(shown)):
            self._enter(task, stack, shown[i][0], self._location(shown[i - 1]))
        return self._location(shown[-1]) if shown else 0

    def ended(self, task):
        stack = self._stacks.pop(task.number, [])
        while stack:
            self._leave(task, stack)

    def _location(self, level):
        code, line = level
        observer = self._observer
        return observer.program.location(observer.recording, code, line) if observer.program.owns(code) else 0

    def _enter(self, task, stack, code, loc):
        stack.append(code)
        self._observer.emit('enter', task.number, text=code.co_name, loc=loc)

    def _leave(self, task, stack, by=''):
        stack.pop()
        self._observer.emit('leave', task.number, text=by, flags=1 if by else 0)
