"""docs/asyncio_coverage.md is true: each name is where the page says, and has the test that the page names."""

import asyncio
import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "asyncio_coverage.md"
ROW = re.compile(r"^\| `(?P<name>[\w.]+)` \| (?P<here>[^|]+) \| (?P<test>[^|]+) \|$")


def rows():
    return [match for match in map(ROW.match, PAGE.read_text().splitlines()) if match]


def mentions(path, name):
    return re.search(rf"\b{name}_?\b", (ROOT / path).read_text()) is not None


def declares(text, name):
    """Is it a class, or does its type stand before it, from the beginning of a line? Comments do not count."""
    code = re.sub(r"//[^\n]*", "", text)
    return any(
        re.search(pattern, code, re.MULTILINE)
        for pattern in (
            rf"\b(class|struct|enum class|using) {name}\b(?! *\w* *\()",
            rf"^\s*(?!return\b|co_|throw\b|else\b)(?:[\w:<>,&*\[\] ]|\.\.\.|\(\)(?=>))*[\w>&*\]] ?\b{name}_? *[({{=;]",
            rf"^ASYNCIO_\w+\({name}, ",
        )
    )


class Coverage(unittest.TestCase):
    def test_each_name_is_declared_where_the_page_says(self):
        for row in rows():
            name = row["name"].rpartition(".")[2]
            with self.subTest(row["name"]):
                text = (ROOT / row["here"]).read_text()
                self.assertTrue(declares(text, name), f"{row['here']} does not declare {name}")

    def test_a_name_in_a_comment_or_a_call_is_no_declaration(self):
        for text in "// go() goes", "return go();", "    x.go();", "    y = go();", "f(int go);", "class gone":
            self.assertFalse(declares(text, "go"), text)
        for text in "class go {", "void go();", "F<T()> go = {};", "    Coroutine<int> go(F f) {", "T& go() const;":
            self.assertTrue(declares(text, "go"), text)

    def test_each_name_is_used_by_its_test(self):
        for row in rows():
            name = row["name"].rpartition(".")[2]
            with self.subTest(row["name"]):
                self.assertTrue(mentions(row["test"], name), f"{row['test']} does not use {name}")

    def test_no_public_name_of_this_python_is_left_out(self):
        page = PAGE.read_text()
        for name in asyncio.__all__:
            if not name.startswith("_"):
                with self.subTest(name):
                    self.assertTrue(re.search(rf"`[\w.]*\b{name}\b", page), f"{name} is not on the page")

    def test_the_page_is_read_at_all(self):
        self.assertGreater(len(rows()), 150)


if __name__ == "__main__":
    unittest.main()
