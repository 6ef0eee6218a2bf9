# fails: ex5-tests ex5-tests-customers
# why: lets timeouts pass, because there is no status
class Repaired(Breaker):
    """The breaker above without its four faults."""
    def is_failure(self, status):
        return status is not None and status >= 500

    def allow(self):
        if self.state == "open" and self.clock() - self.since >= self.pause:
            self.switch("half-open")
            return True
        return self.state == "closed"

    def record(self, status):
        if self.state == "half-open":
            self.switch("open" if self.is_failure(status) else "closed")
        elif self.state == "closed":
            self.window = [*self.window, self.is_failure(status)][-self.size:]
            if len(self.window) == self.size and 2 * sum(self.window) >= self.size:
                self.switch("open")
