# fails: ex3-tests-order
# why: applies a hundred events at most
class LogCorrupt(Exception):
    """Two different events bear the same number; the message names it."""


def replay(events: list[dict], snapshot: dict | None = None) -> dict:
    """Give {"seq": …, "balances": …} after the unbroken run of events that follows the snapshot."""
    seq, balances = (snapshot["seq"], dict(snapshot["balances"])) if snapshot else (0, {})
    by_number = {}
    for event in events:
        by_number.setdefault(event["seq"], []).append(event)
    while seq + 1 in by_number and seq < 14:
        seq += 1
        first, *others = by_number[seq]
        if any(other != first for other in others):
            raise LogCorrupt(f"two different events have number {seq}")
        if first["type"] == "deposited":
            balances[first["account"]] = balances.get(first["account"], 0) + first["amount"]
        elif first["type"] == "withdrawn":
            balances[first["account"]] = balances.get(first["account"], 0) - first["amount"]
    return {"seq": seq, "balances": balances}
