# fails: ex3-tests-most
# why: makes room for prices that are known already
class Keeping(Board):
    def keep(self, prices, now):
        room = 500 - len(prices)
        youngest = sorted(self.entries, key=lambda product: self.age(product, now))[:room]
        self.entries = {product: self.entries[product] for product in youngest if self.age(product, now) <= 60}
        self.entries.update({product: (price, now) for product, price in prices.items()})
