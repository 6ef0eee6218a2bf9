# fails: ex4-tests-pause
# why: waits for a minute, although the backend may be back sooner
class Failing(Board):
    def usable(self, product, now):
        return self.age(product, now) <= (60 if self.down else 30)

    def failed(self, now):
        self.ask_again = now + 60
