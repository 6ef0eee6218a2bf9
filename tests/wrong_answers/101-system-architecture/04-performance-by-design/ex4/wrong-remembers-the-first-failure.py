# fails: ex4-tests-pause
# why: pauses after the first failure only
class Failing(Board):
    def usable(self, product, now):
        return self.age(product, now) <= (60 if self.down else 30)

    def failed(self, now):
        if not self.ask_again:
            self.ask_again = now + 1
