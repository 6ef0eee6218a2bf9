class Repaired(Breaker):
    def is_failure(self, status):
        return not (status is not None and status < 500)
    def allow(self):
        if self.state != "open":
            return self.state != "half-open"
        if self.clock() < self.since + self.pause:
            return False
        self.switch("half-open")
        return True
    def record(self, status):
        if self.state == "open":
            return
        if self.state == "half-open":
            if self.is_failure(status):
                self.switch("open")
            else:
                self.switch("closed")
            return
        self.window.append(self.is_failure(status))
        while len(self.window) > self.size:
            self.window.pop(0)
        if len(self.window) >= self.size and sum(self.window) / len(self.window) >= 0.5:
            self.switch("open")
