"""os.sendfile(), by which asyncio sends a file: the network must know of these bytes, too."""

import os


def wrapped(network):
    """A function in the place of os.sendfile() that reports to `network`."""
    original = os.sendfile

    def sendfile(out_fd, in_fd, offset, count, *args, **options):
        room = network.room(out_fd)
        if room is not None and room <= 0:
            raise BlockingIOError("the connection is full")
        sent = original(out_fd, in_fd, offset, count if room is None else min(count, room), *args, **options)
        network.sent_from(out_fd, sent)
        return sent

    return sendfile
