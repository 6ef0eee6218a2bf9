# fails: ex3-tests-earn
# why: cuts one over the ratio off, and 1 / (1 / 49) is a bit less than 49
class RetryBudget:
    """Allow retries as a fraction of successes."""
    def __init__(self, ratio: float, cap: int):
        self.every = int(1 / ratio)
        self.most = self.pieces = cap * self.every

    def on_success(self) -> None:
        self.pieces = min(self.pieces + 1, self.most)

    def try_spend(self) -> bool:
        if self.pieces < self.every:
            return False
        self.pieces -= self.every
        return True
