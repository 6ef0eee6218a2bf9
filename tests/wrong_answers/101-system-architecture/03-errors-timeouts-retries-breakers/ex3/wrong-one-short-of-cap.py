# fails: ex3-tests-cap
# why: stops earning above cap - 1, so it is never full again
class RetryBudget:
    """Allow retries as a fraction of successes."""
    def __init__(self, ratio: float, cap: int):
        self.every = round(1 / ratio)
        self.most = self.pieces = cap * self.every

    def on_success(self) -> None:
        self.pieces = min(self.pieces + 1, max(self.most - self.every, self.every))

    def try_spend(self) -> bool:
        if self.pieces < self.every:
            return False
        self.pieces -= self.every
        return True
