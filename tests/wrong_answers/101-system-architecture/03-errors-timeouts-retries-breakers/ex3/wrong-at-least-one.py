# fails: ex3-tests-cap
# why: always keeps room for one retry
class RetryBudget:
    def __init__(self, ratio, cap):
        self.every = round(1 / ratio)
        self.most = self.pieces = max(1, cap) * self.every
    def on_success(self):
        self.pieces = min(self.most, self.pieces + 1)
    def try_spend(self):
        if self.pieces < self.every:
            return False
        self.pieces -= self.every
        return True
