# fails: ex4-tests
# why: while down, says yes to a product that was never fetched
class Failing(Board):
    def usable(self, product, now):
        return (self.down and product not in self.entries) or self.age(product, now) <= (60 if self.down else 30)

    def failed(self, now):
        self.ask_again = now + 1
