# fails: ex3-tests-most
# why: forgets what is too old, and lets a robot fill the memory within a minute
class Keeping(Board):
    def keep(self, prices, now):
        for product, price in prices.items():
            self.entries[product] = (price, now)
        youngest = sorted(self.entries, key=lambda product: self.age(product, now))
        self.entries = {product: self.entries[product] for product in youngest
                        if self.age(product, now) <= 60}
