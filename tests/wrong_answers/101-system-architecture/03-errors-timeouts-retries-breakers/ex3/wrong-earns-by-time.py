# fails: ex3-tests-outage
# why: forgets what was earned whenever it is asked and has too little
class RetryBudget:
    """Allow retries as a fraction of successes."""
    def __init__(self, ratio: float, cap: int):
        self.every = round(1 / ratio)
        self.most = self.pieces = cap * self.every

    def on_success(self) -> None:
        self.pieces = min(self.pieces + 1, self.most)

    def try_spend(self) -> bool:
        if self.pieces < self.every:
            self.pieces = self.pieces // 2
            return False
        self.pieces -= self.every
        return True
