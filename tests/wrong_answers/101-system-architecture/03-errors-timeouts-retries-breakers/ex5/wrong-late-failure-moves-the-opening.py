# fails: ex5-tests-pause
# why: a failure that arrives while it is open starts the pause anew
class Repaired(Breaker):
    """The breaker above without its four faults."""
    def is_failure(self, status: int | None) -> bool:
        return status is None or status >= 500

    def allow(self) -> bool:
        if self.state == "open" and self.clock() - self.since >= self.pause:
            self.switch("half-open")
            return True
        return self.state == "closed"

    def record(self, status: int | None) -> None:
        if self.state == "half-open":
            self.switch("open" if self.is_failure(status) else "closed")
        elif self.state == "open" and self.is_failure(status):
            self.switch("open")
        elif self.state == "closed":
            self.window = [*self.window, self.is_failure(status)][-self.size:]
            if len(self.window) == self.size and 2 * sum(self.window) >= self.size:
                self.switch("open")
