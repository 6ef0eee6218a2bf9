class Keeping(Board):
    def keep(self, prices, now):
        fresh = {k: v for k, v in self.entries.items() if now - v[1] <= 60}
        fresh.update((k, (price, now)) for k, price in prices.items())
        while len(fresh) > 500:
            del fresh[min(fresh, key=lambda k: fresh[k][1])]
        self.entries = fresh
