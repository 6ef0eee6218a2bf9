# fails: ex4-tests
# why: is strict while the backend is down
class Failing(Board):
    def usable(self, product, now):
        return self.age(product, now) <= (30 if self.down else 60)

    def failed(self, now):
        self.ask_again = now + 1
