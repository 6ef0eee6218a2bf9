# fails: ex2-tests
# why: takes names that differ in letter case only for one product
class Wanting(Board):
    """The board with a better idea of what to fetch."""
    def want(self, products: list[str], now: float) -> list[str]:
        """Give what to fetch now for a page with these products, at most 50."""
        lacking = [product for product in {p.lower(): p for p in products}.values()
                   if self.age(product, now) > 30 and product not in self.flying]
        if not lacking:
            return []
        others = [product for product in self.entries
                  if product not in self.flying and product not in lacking]
        oldest_first = sorted(others, key=lambda product: self.age(product, now), reverse=True)
        return (lacking + oldest_first)[:50]
