# fails: ex2-tests-promise
# why: counts what is flying among the fifty
class Wanting(Board):
    """The board with a better idea of what to fetch."""
    def want(self, products: list[str], now: float) -> list[str]:
        """Give what to fetch now for a page with these products, at most 50."""
        lacking = [product for product in dict.fromkeys(products)
                   if self.age(product, now) > 30 and product not in self.flying]
        if not lacking:
            return []
        others = [product for product in self.entries
                  if product not in self.flying and product not in lacking]
        oldest_first = sorted(others, key=lambda product: self.age(product, now), reverse=True)
        return (lacking + oldest_first)[:max(0, 50 - len(self.flying))]
