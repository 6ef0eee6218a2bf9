class Mended(FilingClient):
    """The client above without its faults."""

    def key(self, order, attempt):
        return order

    def outcome(self, reply):
        if not reply:
            return "unknown"
        return super().outcome(reply)

    def again(self, outcome):
        return super().again(outcome)

    def send(self, order, deadline):
        seen = []
        while len(seen) < 3 and self.clock() < deadline:
            left = min(2.0, deadline - self.clock())
            seen.append(self.outcome(self.wire(self.key(order, len(seen)), order, left)))
            if seen[-1] in ("done", "refused"):
                return seen[-1]
        if not seen:
            return "not sent"
        return "unknown" if "unknown" in seen else "busy"
