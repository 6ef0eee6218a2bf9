# fails: ex4-tests-pause
# why: adds a second to the last time, which lies in the past
class Failing(Board):
    def usable(self, product, now):
        return self.age(product, now) <= (60 if self.down else 30)

    def failed(self, now):
        self.ask_again += 1
