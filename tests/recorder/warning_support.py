"""What the tests of warnings have in common."""

import contextlib
import io
import logging

import machine
from support import RecorderTest


class WarningTest(RecorderTest):
    def warnings_of(self, body, **more):
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)
        with contextlib.redirect_stderr(io.StringIO()):
            recorded = self.run_program(body, **more)
        machine.check(recorded.text)
        return recorded, [e["text"] for e in recorded.events("warning")]

    def assert_warns(self, body, *starts):
        recorded, warnings = self.warnings_of(body)
        self.assertEqual(len(warnings), len(starts), warnings)
        for warning, start in zip(warnings, starts):
            self.assertTrue(warning.startswith(start), f"{warning!r} does not begin with {start!r}")
        return recorded
