# fails: ex4-tests-pause
# why: raises nothing and remembers nothing, so the page asks again at once
class Failing(Board):
    def usable(self, product, now):
        return self.age(product, now) <= (60 if self.down else 30)

    def failed(self, now):
        pass
