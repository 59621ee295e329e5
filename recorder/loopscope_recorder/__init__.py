"""Records what a Python asyncio program does, in the format of docs/trace_format.md."""

__version__ = "0.1.0"
