from collections import Counter


class Client:
    def __init__(self):
        self.begun, self.over, self.earned, self.spent = Counter(), Counter(), {}, Counter()

    def begin(self, vendor, now, deadline):
        late = deadline - now < 0.1
        full = self.begun[vendor] - self.over[vendor] == 3
        if late or full:
            return 0
        self.begun[vendor] += 1
        return 1 if deadline - now > 1 else deadline - now

    def ended(self, vendor, ok):
        self.over[vendor] += 1
        if ok:
            self.earned[vendor] = min(50 + 10 * self.spent[vendor], self.earned.get(vendor, 50) + 1)

    def again(self, vendor, now, deadline):
        allowed = self.earned.get(vendor, 50) >= 10 * (self.spent[vendor] + 1) and deadline - now >= 0.1
        self.spent[vendor] += allowed
        return allowed

    def show(self, last, now):
        known = {"value": None, "age": None} if last is None else {"value": last[0], "age": now - last[1]}
        return {"state": "unknown", **known}
