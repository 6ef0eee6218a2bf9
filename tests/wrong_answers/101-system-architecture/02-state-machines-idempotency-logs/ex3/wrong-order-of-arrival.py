# fails: ex3-tests-order
# why: applies the events as they come
class LogCorrupt(Exception):
    """Two different events bear the same number; the message names it."""



def replay(events: list[dict], snapshot: dict | None = None) -> dict:
    """Take each event that is next on arrival."""
    seq, balances = (snapshot["seq"], dict(snapshot["balances"])) if snapshot else (0, {})
    for event in events:
        if event["seq"] != seq + 1:
            continue
        seq += 1
        if event["type"] == "deposited":
            balances[event["account"]] = balances.get(event["account"], 0) + event["amount"]
        elif event["type"] == "withdrawn":
            balances[event["account"]] = balances.get(event["account"], 0) - event["amount"]
    return {"seq": seq, "balances": balances}
