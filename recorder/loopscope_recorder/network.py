"""Bytes and connections between sockets of this process."""


class Network:
    def settle(self, loop):
        pass

    def outside(self, loop):
        return False

    def nothing_can_come(self, loop):
        pass
