# fails: ex3-tests
# why: keeps the entries on the class, for all boards
class Keeping(Board):
    def keep(self, prices, now):
        self.entries = Keeping.shared = getattr(Keeping, 'shared', {})
        for product, price in prices.items():
            self.entries[product] = (price, now)
        youngest = sorted(self.entries, key=lambda product: self.age(product, now))[:500]
        self.entries = Keeping.shared = {product: self.entries[product] for product in youngest
                        if self.age(product, now) <= 60}
