# fails: ex3-tests-cap
# why: keeps the pieces on the class, so all budgets share them
class RetryBudget:
    """Allow retries as a fraction of successes."""
    def __init__(self, ratio: float, cap: int):
        self.every = round(1 / ratio)
        self.most = cap * self.every
        RetryBudget.pieces = self.most

    def on_success(self) -> None:
        RetryBudget.pieces = min(RetryBudget.pieces + 1, self.most)

    def try_spend(self) -> bool:
        if self.pieces < self.every:
            return False
        RetryBudget.pieces -= self.every
        return True
