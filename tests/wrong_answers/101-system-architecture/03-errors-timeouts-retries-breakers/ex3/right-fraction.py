from fractions import Fraction
class RetryBudget:
    def __init__(self, ratio, cap):
        self._ratio, self._cap = Fraction(1, round(1 / ratio)), cap
        self._hand = Fraction(cap)
    def on_success(self):
        self._hand = min(self._hand + self._ratio, Fraction(self._cap))
    def try_spend(self):
        if self._hand >= 1:
            self._hand -= 1
            return True
        return False
