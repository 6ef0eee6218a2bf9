# fails: ex3-tests-gap
# why: the first event of a number wins, without a word
class LogCorrupt(Exception):
    """Two different events bear the same number; the message names it."""



def replay(events: list[dict], snapshot: dict | None = None) -> dict:
    """Sort, then apply."""
    seq, balances = (snapshot["seq"], dict(snapshot["balances"])) if snapshot else (0, {})
    for event in sorted(events, key=lambda e: e["seq"]):
        if event["seq"] != seq + 1:
            continue
        seq = event["seq"]
        if event["type"] == "deposited":
            balances[event["account"]] = balances.get(event["account"], 0) + event["amount"]
        elif event["type"] == "withdrawn":
            balances[event["account"]] = balances.get(event["account"], 0) - event["amount"]
    return {"seq": seq, "balances": balances}
