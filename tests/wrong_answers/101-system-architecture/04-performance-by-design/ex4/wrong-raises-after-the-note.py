# fails: ex4-tests ex4-tests-pause
# why: takes note, and still raises
class Failing(Board):
    def usable(self, product, now):
        return self.age(product, now) <= (60 if self.down else 30)

    def failed(self, now):
        self.ask_again = now + 1
        raise ConnectionError('no prices')
