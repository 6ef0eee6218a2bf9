# fails: ex3-tests
# why: stores products by their names in lower case
class Keeping(Board):
    """The board with a memory that stays small."""
    def keep(self, prices: dict[str, int], now: float) -> None:
        """Store prices that came now, and forget what is too old or too much."""
        for product, price in prices.items():
            self.entries[product.lower()] = (price, now)
        youngest = sorted(self.entries, key=lambda product: self.age(product, now))[:500]
        self.entries = {product: self.entries[product] for product in youngest
                        if self.age(product, now) <= 60}
