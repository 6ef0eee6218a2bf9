# fails: ex4-tests
# why: does not lengthen the promise
class Failing(Board):
    def usable(self, product, now):
        return self.age(product, now) <= 30

    def failed(self, now):
        self.ask_again = now + 1
