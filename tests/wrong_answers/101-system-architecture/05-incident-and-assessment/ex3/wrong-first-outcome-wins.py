# fails: ex3-tests-doubt
# why: returns what came first, and a later doubt is lost
class Mended(LabelClient):
    """The client above without its faults."""

    def key(self, order, attempt):
        return order

    def outcome(self, reply):
        if reply is None:
            return "unknown"
        return super().outcome(reply)

    def again(self, outcome):
        return super().again(outcome)

    def send(self, order, deadline):
        so_far = "not sent"
        for attempt in range(3):
            patience = min(2.0, deadline - self.clock())
            if patience <= 0:
                break
            outcome = self.outcome(self.wire(self.key(order, attempt), order, patience))
            if not self.again(outcome):
                return outcome
            so_far = outcome if so_far == "not sent" else so_far
        return so_far
