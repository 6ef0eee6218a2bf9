class LogCorrupt(Exception):
    """Two different events bear the same number; the message names it."""



import copy


def replay(events: list[dict], snapshot: dict | None = None) -> dict:
    """Look for the next number until there is none."""
    result = copy.deepcopy(snapshot or {"seq": 0, "balances": {}})
    while True:
        number = result["seq"] + 1
        found = [event for event in events if event["seq"] == number]
        if not found:
            return result
        event = found.pop()
        if found != [event] * len(found):
            raise LogCorrupt(number)
        result["seq"] = number
        change = {"deposited": 1, "withdrawn": -1}.get(event["type"], 0)
        if change:
            account = event["account"]
            result["balances"].setdefault(account, 0)
            result["balances"][account] += change * event["amount"]
