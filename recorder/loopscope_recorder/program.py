"""The program that is recorded: its text, its parameters, and where in it something happens."""

import ast
import importlib.util
import os
import re
import sys
import sysconfig

from .text import stable


class ProgramError(Exception):
    """The program cannot be run as asked; the text says why, in one line."""


# The first line of a copy of a scenario's Python (`loopscope make`): whose lesson and goals it has.
_COPY_OF = re.compile(r"# loopscope: ([a-z0-9_]+)\n")


def parse_setting(text):
    """`NAME=VALUE` as (name, value); VALUE is a Python literal."""
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise ProgramError(f"--set {text}: expected NAME=VALUE")
    try:
        return name, ast.literal_eval(value)
    except (ValueError, SyntaxError):
        # `--set MODE=tcp` is what people type; a bare word can only mean text.
        if value.replace("-", "_").isidentifier():
            return name, value
        raise ProgramError(f"--set {text}: {value!r} is no Python literal (text needs quotes)") from None


def find_module(name):
    """The file that `python -m NAME` runs."""
    sys.path.insert(0, os.getcwd())
    try:
        spec = importlib.util.find_spec(name)
        if spec and spec.submodule_search_locations is not None:
            spec = importlib.util.find_spec(f"{name}.__main__")
    except (ImportError, ValueError) as exc:
        raise ProgramError(f"-m {name}: {exc}") from None
    finally:
        sys.path.remove(os.getcwd())
    if not spec or not spec.has_location:
        raise ProgramError(f"-m {name}: there is no such module, or none that can be run")
    return spec


class Program:
    """One Python file, or the package that lies in a folder. `shown_path` is what the recording calls it.

    A file in a package belongs to it: it may import relatively, as `python -m` lets it, and the whole package is
    the program's own.
    """

    @classmethod
    def of_module(cls, name):
        """What `python -m NAME` runs. The program's own is what lies in the current folder."""
        spec = find_module(name)
        program = cls(spec.origin)
        program.name = name
        program.package = spec.parent
        program.folder = os.getcwd()
        program.search_path = [program.folder]
        return program

    def __init__(self, path, text=None):
        if os.path.isdir(path):
            path = os.path.join(path, "__main__.py")
        self.path = os.path.abspath(path)
        self.folder = os.path.dirname(self.path)  # with all that is the program's own
        self.search_path = [self.folder]
        self.package = ""
        above = self.folder
        while os.path.isfile(os.path.join(above, "__init__.py")):
            self.folder = above
            above, name = os.path.split(above)
            self.package = f"{name}.{self.package}" if self.package else name
        if self.package:
            self.search_path.append(above)
        self.name = os.path.splitext(os.path.basename(self.path))[0]
        if self.name == "__main__":
            self.name = os.path.basename(os.path.dirname(self.path))
        self.text = self._read() if text is None else text
        if copied := _COPY_OF.match(self.text):
            self.name = copied[1]
        self.ports = {}  # ports that the system chose -> what the recording calls them
        self._owned = {}
        self._shown = {}
        self._outside = _folders_of_others()
        try:
            self._tree = ast.parse(self.text, self.path)
        except SyntaxError as exc:
            raise ProgramError(f"{path}, line {exc.lineno}: {type(exc).__name__}: {exc.msg}") from None
        except ValueError as exc:
            raise ProgramError(f"{path}: {exc}") from None

    def _read(self):
        try:
            with open(self.path, encoding="utf-8-sig") as file:
                return file.read()
        except OSError as exc:
            raise ProgramError(f"{self.path}: {exc.strerror}") from None
        except UnicodeDecodeError:
            raise ProgramError(f"{self.path}: not a Python file in UTF-8") from None

    def constants(self):
        """The top-level `NAME = literal` assignments as {name: value}, lower case names left out."""
        found = {}
        for node in self._tree.body:
            constant = _constant(node)
            if constant and constant[0].isupper():
                found[constant[0]] = constant[1]
        return found

    def parameters(self):
        """The constants as the recording's header holds them: names in lower case, as those of scenarios."""
        return {
            name.lower(): value
            for name, value in self.constants().items()
            if value is None or isinstance(value, (bool, int, float, str))
        }

    def override(self, name, value):
        """Replaces the literal of `name`; everything keeps its line number."""
        for node in self._tree.body:
            constant = _constant(node)
            if constant and constant[0] == name:
                old = constant[1]
                if type(old) is float and type(value) is int:
                    value = float(value)
                elif type(old) is int and type(value) is float:
                    pass  # a delay of 3 may become 1.5
                elif type(old) is not type(value) and old is not None and value is not None:
                    raise ProgramError(
                        f"{name} is {type(old).__name__} in {self.shown_path}, not {type(value).__name__}"
                    )
                node.value = _literal(value, node.value)
                return
        known = ", ".join(self.constants()) or "none"
        raise ProgramError(f"{self.shown_path} has no constant {name} at its top level (it has: {known})")

    def imports_gc(self):
        """Whether the program may ask for a collection."""
        return any(
            isinstance(node, ast.Import)
            and any(alias.name == "gc" for alias in node.names)
            or isinstance(node, ast.ImportFrom)
            and node.module == "gc"
            for node in ast.walk(self._tree)
        )

    def code(self):
        return compile(self._tree, self.path, "exec")

    @property
    def shown_path(self):
        return self.shown(self.path)

    def shown(self, path):
        """The path for the recording: relative to the current folder if that is above it, else short. It stays."""
        shown = self._shown.get(path)
        if shown is None:
            shown = self._shown[path] = self._short(path)
        return shown

    def _short(self, path):
        for base in os.getcwd(), self.folder:
            relative = os.path.relpath(path, base)
            if not relative.startswith(os.pardir):
                return relative.replace(os.sep, "/")
        return os.path.basename(path)

    def owns(self, code):
        """Whether code is the program's: its file, and its folder and below, libraries excepted."""
        path = code.co_filename
        owned = self._owned.get(path)
        if owned is None:
            owned = self._owned[path] = path == self.path or (
                path.startswith(self.folder + os.sep)
                and not path.startswith(self._outside)
                and f"{os.sep}site-packages{os.sep}" not in path
            )
        return owned

    def source_of(self, path):
        if path == self.path:
            return self.text
        try:
            with open(path, encoding="utf-8") as file:
                return file.read()
        except (OSError, UnicodeDecodeError):
            return None

    def location(self, recording, code, line):
        path = code.co_filename
        return recording.location(self.shown(path), line, code.co_name, lambda: self.source_of(path))

    def stable(self, text):
        """`text` without addresses and without the place of the program on this machine."""
        return stable(text, self.ports).replace(self.folder + os.sep, "")


def _folders_of_others():
    paths = sysconfig.get_paths()
    own = os.path.dirname(os.path.abspath(__file__))
    return tuple(folder + os.sep for folder in (paths["stdlib"], paths["platstdlib"], own))


def _constant(node):
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        target = node.target
    else:
        return None
    if not isinstance(target, ast.Name):
        return None
    try:
        return target.id, ast.literal_eval(node.value)
    except (ValueError, TypeError, SyntaxError, MemoryError):
        return None


def _literal(value, old):
    new = ast.parse(repr(value), mode="eval").body
    for part in ast.walk(new):
        ast.copy_location(part, old)
        part.end_lineno = old.end_lineno
    return new


def nearest(program, frame, stop):
    """The innermost frame of the program from `frame` outwards, up to code in `stop`, or None."""
    while frame is not None and frame.f_code not in stop:
        if program.owns(frame.f_code):
            return frame
        frame = frame.f_back
    return None
