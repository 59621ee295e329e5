"""asyncio's debug mode: what it tells of handles is as without the recorder."""

import os
import sys
import traceback
from asyncio import base_events, constants, format_helpers
from asyncio.log import logger

_OWN_FOLDER = os.path.dirname(__file__) + os.sep


def tell_slow(handle, seconds):
    logger.warning("Executing %s took %.3f seconds", base_events._format_handle(handle), seconds)


def replace_stacks(replace):
    """Of the few frames that asyncio keeps of where a handle was made, none is ours."""

    def extract_stack(f=None, limit=None):
        frames = traceback.walk_stack(f or sys._getframe().f_back)
        of_program = (each for each in frames if not each[0].f_code.co_filename.startswith(_OWN_FOLDER))
        stack = traceback.StackSummary.extract(
            of_program, limit=limit or constants.DEBUG_STACK_DEPTH, lookup_lines=False
        )
        stack.reverse()
        return stack

    replace(format_helpers, "extract_stack", extract_stack)
