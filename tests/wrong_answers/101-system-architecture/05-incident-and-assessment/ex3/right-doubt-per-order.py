class Mended(FilingClient):
    def key(self, order, attempt):
        return order
    def outcome(self, reply):
        return super().outcome(reply) if reply is not None and reply != "" else "unknown"
    def again(self, outcome):
        return super().again(outcome)
    def send(self, order, deadline):
        outcome = "not sent"
        self.doubts = getattr(self, "doubts", set())
        for attempt in range(3):
            left = deadline - self.clock()
            if left <= 0:
                break
            outcome = self.outcome(self.wire(self.key(order, attempt), order, min(2.0, left)))
            self.doubts |= {order} if outcome == "unknown" else set()
            if not self.again(outcome):
                return outcome
        return "unknown" if order in self.doubts and outcome != "not sent" else outcome
