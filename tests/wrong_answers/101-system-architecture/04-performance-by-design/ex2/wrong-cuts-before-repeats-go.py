# fails: ex2-tests
# why: cuts the list off at fifty places, and drops repeats then
class Wanting(Board):
    def want(self, products, now):
        lacking = [p for p in sorted(products) if self.age(p, now) > 30 and p not in self.flying]
        if not lacking:
            return []
        others = [p for p in self.entries if p not in self.flying and p not in lacking]
        chosen = lacking + sorted(others, key=lambda p: -self.age(p, now))
        return list(dict.fromkeys(chosen[:50]))
