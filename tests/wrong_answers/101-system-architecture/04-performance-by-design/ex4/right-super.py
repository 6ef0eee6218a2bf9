class Failing(Board):
    def usable(self, product, now):
        return super().usable(product, now) or (self.down and self.age(product, now) <= 60)
    def failed(self, now):
        self.down = True
        self.ask_again = now + 1.0
