# fails: ex4-tests-pause
# why: sets the time to 1, not to a second from now
class Failing(Board):
    def usable(self, product, now):
        return self.age(product, now) <= (60 if self.down else 30)

    def failed(self, now):
        self.ask_again = 1
