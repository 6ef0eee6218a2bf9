# fails: ex3-tests-earn
# why: a ratio of a tenth, whatever was passed
class RetryBudget:
    """Allow retries as a fraction of successes."""
    def __init__(self, ratio: float, cap: int):
        self.every = 10
        self.most = self.pieces = cap * self.every

    def on_success(self) -> None:
        self.pieces = min(self.pieces + 1, self.most)

    def try_spend(self) -> bool:
        if self.pieces < self.every:
            return False
        self.pieces -= self.every
        return True
