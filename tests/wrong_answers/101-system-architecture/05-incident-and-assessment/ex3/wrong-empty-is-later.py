# fails: ex3-tests-doubt
# why: mends None alone, although an empty reply is read as LATER, too
class Mended(FilingClient):
    def key(self, order, attempt):
        return order
    def outcome(self, reply):
        return super().outcome(reply) if reply is not None else "unknown"
    def again(self, outcome):
        return super().again(outcome)
    def send(self, order, deadline):
        outcome, doubt = "not sent", False
        for attempt in range(3):
            left = deadline - self.clock()
            if left <= 0:
                break
            outcome = self.outcome(self.wire(self.key(order, attempt), order, min(2.0, left)))
            doubt = doubt or outcome == "unknown"
            if not self.again(outcome):
                return outcome
        return "unknown" if doubt else outcome
