# fails: ex3-tests-most
# why: empties the memory when it is full
class Keeping(Board):
    def keep(self, prices, now):
        if len(self.entries) + len(prices) > 500:
            self.entries = {}
        self.entries.update({product: (price, now) for product, price in prices.items()})
        self.entries = {k: v for k, v in self.entries.items() if now - v[1] <= 60}
