# fails: ex3-tests, ex3-tests-doubt, ex3-tests-deadline, ex3-tests-attempts
# why: writes a client of its own, which nobody can tell the vendor of
class Mended:
    """The client above without its faults."""

    def __init__(self, wire, clock):
        self.wire, self.clock = wire, clock

    def key(self, order, attempt):
        return order

    def outcome(self, reply):
        if reply is None:
            return "unknown"
        return ("done" if reply.get("label") else "busy" if reply["status"] in (429, 503) else "refused" if reply["status"] < 500 else "unknown")

    def again(self, outcome):
        return outcome in ("busy", "unknown")

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
