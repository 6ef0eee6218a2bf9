# fails: ex3-tests
# why: forgets what is just 60 s old
class Keeping(Board):
    def keep(self, prices, now):
        for product, price in prices.items():
            self.entries[product] = (price, now)
        youngest = sorted(self.entries, key=lambda product: self.age(product, now))[:500]
        self.entries = {product: self.entries[product] for product in youngest
                        if self.age(product, now) < 60}
