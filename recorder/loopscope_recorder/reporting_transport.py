"""What all of asyncio's transports report in the same way."""


class ReportingTransport:
    """To be named before one of asyncio's transports. `_observer` may be None: then nobody records."""

    _observer = None
    _loopscope_number = 0

    def _report(self, kind, data=None, **fields):
        if self._observer:
            if data is not None:
                fields.update(text=self._observer.bytes(data), value=len(data))
            self._observer.emit(kind, self._loopscope_number, loc=self._observer.here(), **fields)

    def close(self):
        if not self._closing:
            self._report("stream.close")
        super().close()

    def _force_close(self, exc):
        if not self._closing:
            self._report("stream.close")
        super()._force_close(exc)
