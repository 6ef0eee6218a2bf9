# fails: ex3-tests-cap
# why: keeps one retry at most, as in the first example
class RetryBudget:
    """Allow retries as a fraction of successes."""
    def __init__(self, ratio: float, cap: int):
        self.every = round(1 / ratio)
        self.most = self.pieces = self.every

    def on_success(self) -> None:
        self.pieces = min(self.pieces + 1, self.most)

    def try_spend(self) -> bool:
        if self.pieces < self.every:
            return False
        self.pieces -= self.every
        return True
