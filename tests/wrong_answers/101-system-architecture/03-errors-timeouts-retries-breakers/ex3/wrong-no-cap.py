# fails: ex3-tests-cap
# why: ignores the cap, and a quiet night pays for a flood
class RetryBudget:
    """Allow retries as a fraction of successes."""
    def __init__(self, ratio: float, cap: int):
        self.every = round(1 / ratio)
        self.most = self.pieces = cap * self.every

    def on_success(self) -> None:
        self.pieces = self.pieces + 1

    def try_spend(self) -> bool:
        if self.pieces < self.every:
            return False
        self.pieces -= self.every
        return True
