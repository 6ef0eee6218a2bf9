# fails: ex4-tests
# why: shows anything while the backend is down
class Failing(Board):
    def usable(self, product, now):
        return product in self.entries and (self.down or self.age(product, now) <= 30)

    def failed(self, now):
        self.ask_again = now + 1
