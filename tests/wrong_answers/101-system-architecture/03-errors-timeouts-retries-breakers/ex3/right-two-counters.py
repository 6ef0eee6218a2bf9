class RetryBudget:
    def __init__(self, ratio, cap):
        self.every, self.cap, self.whole, self.rest = int(1 / ratio + 0.5), cap, cap, 0
    def on_success(self):
        if self.whole >= self.cap:
            return
        self.rest += 1
        if self.rest == self.every:
            self.whole, self.rest = self.whole + 1, 0
    def try_spend(self):
        if not self.whole:
            return False
        self.whole -= 1
        return True
