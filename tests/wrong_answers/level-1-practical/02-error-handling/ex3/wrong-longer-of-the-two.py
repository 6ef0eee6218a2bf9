# fails: ex3-tests-waiting
# why: takes the longer limit
from collections import defaultdict
from fractions import Fraction


class Client:
    """Calls two vendors, and makes no outage worse."""
    def __init__(self):
        self.under_way = defaultdict(int)
        self.retries = defaultdict(lambda: Fraction(5))

    def begin(self, vendor: str, now: float, deadline: float) -> float:
        """Give how long to wait for a call; 0: don't call."""
        left = deadline - now
        if left < 0.1 or self.under_way[vendor] >= 3:
            return 0
        self.under_way[vendor] += 1
        return max(1, left)

    def ended(self, vendor: str, ok: bool) -> None:
        """Take note of the end of a call."""
        self.under_way[vendor] -= 1
        if ok:
            self.retries[vendor] = min(5, self.retries[vendor] + Fraction(1, 10))

    def again(self, vendor: str, now: float, deadline: float) -> bool:
        """Tell whether a failed call is tried once more."""
        if deadline - now < 0.1 or self.retries[vendor] < 1:
            return False
        self.retries[vendor] -= 1
        return True

    def show(self, last: tuple | None, now: float) -> dict:
        """Give what a caller sees in place of an answer."""
        value, age = (None, None) if last is None else (last[0], now - last[1])
        return {"state": "unknown", "value": value, "age": age}
