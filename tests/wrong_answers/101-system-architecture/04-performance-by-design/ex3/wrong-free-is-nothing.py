# fails: ex3-tests
# why: leaves out a price of 0
class Keeping(Board):
    def keep(self, prices, now):
        for product, price in prices.items():
            if price:
                self.entries[product] = (price, now)
        youngest = sorted(self.entries, key=lambda product: self.age(product, now))[:500]
        self.entries = {product: self.entries[product] for product in youngest
                        if self.age(product, now) <= 60}
