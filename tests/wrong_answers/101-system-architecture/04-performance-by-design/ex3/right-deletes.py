class Keeping(Board):
    def keep(self, prices, now):
        for product in prices:
            self.entries.pop(product, None)              # a dict keeps the order of insertion
            self.entries[product] = (prices[product], now)
        while self.entries:
            oldest = next(iter(self.entries))
            if len(self.entries) <= 500 and now - self.entries[oldest][1] <= 60:
                break
            del self.entries[oldest]
