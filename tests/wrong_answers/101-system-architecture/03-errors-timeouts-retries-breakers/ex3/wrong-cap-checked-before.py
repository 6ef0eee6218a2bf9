# fails: ex3-tests-cap
# why: earns while below the cap in whole retries, and so ends above it
class RetryBudget:
    def __init__(self, ratio, cap):
        self.every, self.cap, self.hand, self.seen = round(1 / ratio), cap, cap, 0
    def on_success(self):
        self.seen += 1
        if self.seen % self.every == 0 and self.hand <= self.cap:
            self.hand += 1
    def try_spend(self):
        if self.hand < 1:
            return False
        self.hand -= 1
        return True
