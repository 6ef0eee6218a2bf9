class LogCorrupt(Exception):
    """Two different events bear the same number; the message names it."""



def replay(events: list[dict], snapshot: dict | None = None) -> dict:
    """Walk the sorted events once."""
    seq = snapshot["seq"] if snapshot is not None else 0
    balances = {**snapshot["balances"]} if snapshot is not None else {}
    last = None
    start = seq
    for event in sorted(events, key=lambda e: e["seq"]):
        number = event["seq"]
        if number <= start:
            continue
        if number == seq and last is not None:
            if event != last:
                raise LogCorrupt(f"number {number}: {last} and {event}")
            continue
        if number != seq + 1:
            break
        seq, last = number, event
        if event["type"] in ("deposited", "withdrawn"):
            sign = 1 if event["type"] == "deposited" else -1
            balances[event["account"]] = balances.get(event["account"], 0) + sign * event["amount"]
    return {"seq": seq, "balances": balances}
