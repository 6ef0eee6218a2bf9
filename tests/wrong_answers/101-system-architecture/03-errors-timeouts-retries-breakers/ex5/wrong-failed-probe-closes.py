# fails: ex5-tests-probe
# why: closes whatever the probe met
class Repaired(Breaker):
    """The breaker above without its four faults."""
    def is_failure(self, status):
        return status is None or status >= 500

    def allow(self):
        if self.state == "open" and self.clock() - self.since >= self.pause:
            self.switch("half-open")
            return True
        return self.state == "closed"

    def record(self, status):
        if self.state == "half-open":
            self.switch("closed")
        elif self.state == "closed":
            self.window = [*self.window, self.is_failure(status)][-self.size:]
            if len(self.window) == self.size and 2 * sum(self.window) >= self.size:
                self.switch("open")
