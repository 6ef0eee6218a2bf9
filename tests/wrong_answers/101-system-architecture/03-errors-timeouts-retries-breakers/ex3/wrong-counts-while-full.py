# fails: ex3-tests-cap
# why: counts successes while full, and pays them out after the next retry
class RetryBudget:
    def __init__(self, ratio, cap):
        self.every, self.cap, self.hand, self.seen = round(1 / ratio), cap, cap, 0
    def on_success(self):
        self.seen += 1
        if self.seen >= self.every and self.hand < self.cap:
            self.seen -= self.every
            self.hand += 1
    def try_spend(self):
        while self.seen >= self.every and self.hand < self.cap:
            self.seen -= self.every
            self.hand += 1
        if self.hand < 1:
            return False
        self.hand -= 1
        return True
