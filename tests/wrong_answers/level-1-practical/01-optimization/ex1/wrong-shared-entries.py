# fails: ex1-tests-memory
# why: keeps the entries in the class, which all boards share
class Mine(Board):
    """The board within its budgets."""
    kept = {}
    def __init__(self):
        super().__init__()
        self.entries = self.kept

    def want(self, items: list[str], now: float) -> list[str]:
        """Give what to fetch now: at most 20 items of one group."""
        lacking = [item for item in dict.fromkeys(items) if self.age(item, now) > 30 and item not in self.flying]
        if not lacking:
            return []
        group = group_of(lacking[0])
        first = [item for item in lacking if group_of(item) == group]
        others = [item for item in self.entries if group_of(item) == group and item not in self.flying and item not in first]
        return (first + sorted(others, key=lambda item: self.entries[item][1]))[:20]

    def keep(self, values: dict[str, int], now: float) -> None:
        """Store values that came now, and forget what is too old or too much."""
        for item, value in values.items():
            self.entries[item] = (value, now)
        youngest = sorted(self.entries, key=lambda item: self.age(item, now))[:300]
        for item in [item for item in self.entries if item not in youngest or self.age(item, now) > 60]:
            del self.entries[item]

    def usable(self, item: str, now: float) -> bool:
        """Tell whether an item's value may be shown."""
        return self.age(item, now) <= (60 if self.down else 30)

    def failed(self, now: float) -> None:
        """Take note that the backend gave no values."""
        self.ask_again = now + 1
