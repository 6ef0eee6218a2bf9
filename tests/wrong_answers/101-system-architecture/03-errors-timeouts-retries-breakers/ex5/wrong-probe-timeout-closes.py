# fails: ex5-tests-probe
# why: judges the probe by its status alone, and a timeout has none
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
            self.switch("open" if status is not None and status >= 500 else "closed")
        elif self.state == "closed":
            self.window = [*self.window, self.is_failure(status)][-self.size:]
            if len(self.window) == self.size and 2 * sum(self.window) >= self.size:
                self.switch("open")
