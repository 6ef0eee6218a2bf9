# fails: ex3-tests-earn
# why: adds the ratio as a float, and ten tenths are less than one
class RetryBudget:
    def __init__(self, ratio, cap):
        self.ratio, self.cap, self.hand = ratio, cap, cap
    def on_success(self):
        self.hand = min(self.hand + self.ratio, self.cap)
    def try_spend(self):
        if self.hand < 1:
            return False
        self.hand -= 1
        return True
