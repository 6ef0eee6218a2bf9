# fails: ex3-tests-most
# why: takes the order of insertion for the age, although a refreshed entry stays in its place
class Keeping(Board):
    def keep(self, prices, now):
        for product, price in prices.items():
            self.entries[product] = (price, now)
        youngest = list(self.entries)[-500:]
        self.entries = {product: self.entries[product] for product in youngest
                        if self.age(product, now) <= 60}
