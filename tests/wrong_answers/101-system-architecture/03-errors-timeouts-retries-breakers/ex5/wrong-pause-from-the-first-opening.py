# fails: ex5-tests-probe
# why: counts the second pause from the first opening
class Repaired(Breaker):
    first = None
    def is_failure(self, status):
        return status is None or status >= 500
    def allow(self):
        if self.state == "open" and self.clock() - self.first >= self.pause:
            self.state = "half-open"
            return True
        return self.state == "closed"
    def record(self, status):
        if self.state == "half-open":
            self.state = "open" if self.is_failure(status) else "closed"
            self.window = []
        elif self.state == "closed":
            self.window = [*self.window, self.is_failure(status)][-self.size:]
            if len(self.window) == self.size and 2 * sum(self.window) >= self.size:
                self.state, self.first = "open", self.clock()
