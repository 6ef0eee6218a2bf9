from fractions import Fraction
class RetryBudget:
    def __init__(self, ratio, cap):
        self.ratio, self.cap, self.hand = Fraction(ratio).limit_denominator(1000), cap, cap
    def on_success(self):
        self.hand = min(self.hand + self.ratio, self.cap)
    def try_spend(self):
        enough = self.hand >= 1
        if enough:
            self.hand -= 1
        return enough
