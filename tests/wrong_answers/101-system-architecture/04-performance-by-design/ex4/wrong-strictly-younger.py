# fails: ex4-tests
# why: refuses a price that is just as old as allowed
class Failing(Board):
    def usable(self, product, now):
        return self.age(product, now) < (60 if self.down else 30)

    def failed(self, now):
        self.ask_again = now + 1
