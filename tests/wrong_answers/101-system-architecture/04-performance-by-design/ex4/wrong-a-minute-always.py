# fails: ex4-tests
# why: shows prices of a minute in good times, too
class Failing(Board):
    def usable(self, product, now):
        return self.age(product, now) <= 60

    def failed(self, now):
        self.ask_again = now + 1
