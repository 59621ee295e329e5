"""What the window says stands in viz/texts, in every language, and nowhere else."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAYS = re.compile(r'(?:\bsay|\bfill|\btell|\bwarn|Saying::of)\(\s*"([^"]+)"|\bwords_?(?:\(\))?\[\s*"([^"]+)"')
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
# Two words, or one that begins as a sentence does.
PROSE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}|^[A-Z][a-z]{3,}$")
# The same in every language: names of programs, languages, keys and values.
NAMES = {"Loopscope", "Python", "Enter", "Space", "None"}


def texts(language: str) -> dict[str, str]:
    lines = (ROOT / "viz/texts" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" = ", 1) for line in lines if line and not line.startswith("#"))


def code(*directories: str) -> dict[str, str]:
    """Files without comments and includes."""
    found = {}
    for directory in directories:
        for path in sorted((ROOT / directory).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                text = path.read_text(encoding="utf-8")
                found[str(path.relative_to(ROOT))] = re.sub(r"(?m)//.*$|^#include.*$", "", text)
    return found


class Texts(unittest.TestCase):
    def test_every_text_that_is_said_is_there(self):
        known = texts("en")
        missing = [f"{path}: {key}" for path, text in code("viz").items() for pair in SAYS.findall(text)
                   for key in pair if key and not key.endswith(".") and key not in known]
        self.assertEqual(missing, [])

    def test_every_text_is_said_somewhere(self):
        literals = {literal for text in code("viz").values() for literal in LITERAL.findall(text)}
        unused = [key for key in texts("en")
                  if key not in literals
                  and not any(key[:dot.end()] in literals for dot in re.finditer(r"\.", key))
                  and not any(key.endswith(literal) for literal in literals if literal.startswith("."))]
        self.assertEqual(unused, [])

    def test_the_languages_have_the_same_texts_in_the_same_order(self):
        self.assertEqual(list(texts("en")), list(texts("de")))

    def test_no_panel_says_anything_of_its_own(self):
        prose = [f"{path}: {literal}" for path, text in code("viz/panels", "viz/tracks", "viz/app").items()
                 for literal in LITERAL.findall(text) if PROSE.search(literal) and literal not in NAMES]
        self.assertEqual(prose, [])


if __name__ == "__main__":
    unittest.main()
