# fails: ex4-tests-pause
# why: doubles the pause, and nothing ever makes it small again
class Failing(Board):
    def usable(self, product, now):
        return self.age(product, now) <= (60 if self.down else 30)

    def failed(self, now):
        self.pause = 2 * getattr(self, 'pause', 0.5)
        self.ask_again = now + self.pause
