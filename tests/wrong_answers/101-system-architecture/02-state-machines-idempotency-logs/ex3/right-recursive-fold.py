class LogCorrupt(Exception):
    """Two different events bear the same number; the message names it."""



from collections import defaultdict
from itertools import count, takewhile


def replay(events: list[dict], snapshot: dict | None = None) -> dict:
    """Fold over the numbers that are there without a hole."""
    snapshot = snapshot or {"seq": 0, "balances": {}}
    numbers = {event["seq"] for event in events}
    run = list(takewhile(numbers.__contains__, count(snapshot["seq"] + 1)))
    chosen = {}
    for event in events:
        if event["seq"] in run and chosen.setdefault(event["seq"], event) != event:
            raise LogCorrupt(f"number {event['seq']} twice")
    balances = defaultdict(int, snapshot["balances"])
    for number in run:
        match chosen[number]:
            case {"type": "deposited", "account": account, "amount": amount}:
                balances[account] += amount
            case {"type": "withdrawn", "account": account, "amount": amount}:
                balances[account] -= amount
    return {"seq": run[-1] if run else snapshot["seq"], "balances": dict(balances)}
