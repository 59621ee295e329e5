"""Installs the libraries into an empty folder and builds a small project against them.

install_test.py BUILD_DIRECTORY CXX_COMPILER
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

CONSUMER = pathlib.Path(__file__).resolve().parent / "consumer"
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD, COMPILER = sys.argv[1:3]


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        run("cmake", "--install", BUILD, "--prefix", str(cls.folder / "prefix"))

    def test_a_project_that_finds_the_package_builds_and_runs(self):
        build = str(self.folder / "consumer")
        run("cmake", "-G", "Ninja", "-S", str(CONSUMER), "-B", build, f"-DCMAKE_PREFIX_PATH={self.folder / 'prefix'}",
            f"-DCMAKE_CXX_COMPILER={COMPILER}")
        run("cmake", "--build", build)
        self.assertEqual(run(f"{build}/consumer"), "print_stack answer 42\n")

    def test_a_project_that_contains_it_keeps_its_settings_and_needs_no_window(self):
        parent = self.folder / "parent"
        (parent / "cmake").mkdir(parents=True)
        (parent / "cmake" / "Dependencies.cmake").write_text('message(FATAL_ERROR "the wrong one")\n')
        (parent / "main.cpp").write_text("int main() {}\n")
        (parent / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.22)\n"
            "project(parent LANGUAGES C CXX)\n"
            'list(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_SOURCE_DIR}/cmake")\n'
            f'add_subdirectory("{ROOT}" loopscope)\n'
            "add_executable(app main.cpp)\n"
            "target_link_libraries(app PRIVATE loopscope::engine)\n"
            "if(TARGET loopscope OR CMAKE_BUILD_TYPE)\n"
            '    message(FATAL_ERROR "the window, or ${CMAKE_BUILD_TYPE}")\n'
            "endif()\n")
        run("cmake", "-G", "Ninja", "-S", str(parent), "-B", str(self.folder / "inside"),
            f"-DCMAKE_CXX_COMPILER={COMPILER}")

    def test_nothing_installed_names_the_source_tree(self):
        naming = [str(path) for path in (self.folder / "prefix").rglob("*") if path.suffix in (".h", ".cmake")
                  and str(ROOT) in path.read_text(encoding="utf-8")]
        self.assertEqual(naming, [])

    def test_the_installed_program_runs_without_the_source_tree(self):
        program = self.folder / "prefix" / "bin" / "loopscope"
        if not program.exists():
            self.skipTest("built without the program")
        self.assertIn("gather_order", run(str(program), "list"))
        script = self.folder / "hello.py"
        script.write_text("import asyncio\n\n\nasync def main():\n    print('hello')\n\n\n"
                          "asyncio.run(main())\n")
        recording = self.folder / "hello.loopscope"
        run(str(program), "record", str(script), "-o", str(recording))
        self.assertEqual(run(str(program), "show", str(recording)), "hello\n")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
