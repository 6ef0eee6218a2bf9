# fails: ex3-tests-earn
# why: rounds the float to one digit, so a hundredth is never earned
class RetryBudget:
    def __init__(self, ratio, cap):
        self.ratio, self.cap, self.hand = ratio, cap, cap
    def on_success(self):
        self.hand = min(round(self.hand + self.ratio, 1), self.cap)
    def try_spend(self):
        if self.hand < 1:
            return False
        self.hand -= 1
        return True
