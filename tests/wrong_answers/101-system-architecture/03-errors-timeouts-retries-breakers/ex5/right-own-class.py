from collections import deque
class Repaired:
    def __init__(self, clock, size=10, pause=30):
        self.clock, self.pause, self.size = clock, pause, size
        self.state, self.opened = "closed", None
        self.last = deque([], size)
    def is_failure(self, status):
        if status is None:
            return True
        return status // 100 == 5
    def allow(self):
        if self.state == "closed":
            return True
        if self.state == "open" and self.clock() >= self.opened + self.pause:
            self.state = "half-open"
            return True
        return False
    def record(self, status):
        bad = self.is_failure(status)
        if self.state == "closed":
            self.last.append(bad)
            full = len(self.last) == self.size
            if full and self.last.count(True) >= self.size / 2:
                self.state, self.opened = "open", self.clock()
        elif self.state == "half-open":
            self.last.clear()
            if bad:
                self.state, self.opened = "open", self.clock()
            else:
                self.state = "closed"
