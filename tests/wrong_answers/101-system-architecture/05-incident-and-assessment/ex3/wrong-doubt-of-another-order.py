# fails: ex3-tests-doubt
# why: keeps the doubt on the client, so another order inherits it
class Mended(FilingClient):
    def key(self, order, attempt):
        return order
    def outcome(self, reply):
        return super().outcome(reply) if reply is not None and reply != "" else "unknown"
    def again(self, outcome):
        return super().again(outcome)
    def send(self, order, deadline):
        outcome = "not sent"
        self.doubt = getattr(self, "doubt", False)
        for attempt in range(3):
            left = deadline - self.clock()
            if left <= 0:
                break
            outcome = self.outcome(self.wire(self.key(order, attempt), order, min(2.0, left)))
            self.doubt = self.doubt or outcome == "unknown"
            if not self.again(outcome):
                return outcome
        return "unknown" if self.doubt else outcome
