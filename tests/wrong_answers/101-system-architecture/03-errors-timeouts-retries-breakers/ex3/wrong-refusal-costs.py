# fails: ex3-tests-outage
# why: takes the retry before it looks, and a refusal loses what was earned
class RetryBudget:
    """Allow retries as a fraction of successes."""
    def __init__(self, ratio: float, cap: int):
        self.every = round(1 / ratio)
        self.most = self.pieces = cap * self.every

    def on_success(self) -> None:
        self.pieces = min(self.pieces + 1, self.most)

    def try_spend(self) -> bool:
        if self.pieces < self.every:
            self.pieces = 0
            return False
        self.pieces -= self.every
        return True
