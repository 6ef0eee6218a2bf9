# fails: ex3-tests
# why: keeps the time of the first fetch
class Keeping(Board):
    def keep(self, prices, now):
        for product, price in prices.items():
            self.entries[product] = (price, self.entries[product][1] if product in self.entries else now)
        youngest = sorted(self.entries, key=lambda product: self.age(product, now))[:500]
        self.entries = {product: self.entries[product] for product in youngest
                        if self.age(product, now) <= 60}
