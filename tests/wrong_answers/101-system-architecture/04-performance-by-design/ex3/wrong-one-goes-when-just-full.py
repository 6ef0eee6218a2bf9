# fails: ex3-tests-most
# why: makes room for the next price as soon as it is just full
class Keeping(Board):
    def keep(self, prices, now):
        for product, price in prices.items():
            self.entries[product] = (price, now)
        for product in [p for p in self.entries if self.age(p, now) > 60]:
            del self.entries[product]
        if len(self.entries) >= 500:
            while True:
                del self.entries[min(self.entries, key=lambda p: self.entries[p][1])]
                if len(self.entries) <= 500:
                    break
