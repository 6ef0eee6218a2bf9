class Mended(FilingClient):
    """The client above without its faults."""

    def key(self, order, attempt):
        return f"return:{order}"

    def outcome(self, reply):
        if not reply:
            return "unknown"
        head = reply.split()[0] if reply.split() else ""
        if head == "TAKEN":
            return "done" if len(reply.split()) > 1 else "unknown"
        return {"LATER": "busy", "REJECTED": "refused"}.get(head, "unknown")

    def again(self, outcome):
        return outcome not in ("done", "refused")

    def send(self, order, deadline):
        doubt = False
        outcome = "not sent"
        for attempt in range(3):
            left = deadline - self.clock()
            if left <= 0:
                break
            outcome = self.outcome(self.wire(self.key(order, attempt), order, min(left, 2)))
            if not self.again(outcome):
                return outcome
            doubt = doubt or outcome == "unknown"
        return "unknown" if doubt else outcome
