class Failing(Board):
    def usable(self, product, now):
        if product not in self.entries:
            return False
        fetched = self.entries[product][1]
        if self.down and now - fetched > 60:
            return False
        return self.down or now - fetched <= 30
    def failed(self, now):
        self.ask_again = max(self.ask_again, now + 1)
