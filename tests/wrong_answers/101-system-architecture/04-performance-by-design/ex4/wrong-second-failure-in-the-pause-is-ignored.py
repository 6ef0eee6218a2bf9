# fails: ex4-tests-pause
# why: leaves a pause that is running as it is
class Failing(Board):
    """The board in a minute without a backend."""
    def usable(self, product: str, now: float) -> bool:
        """Tell whether a product's price may be shown."""
        return self.age(product, now) <= (60 if self.down else 30)

    def failed(self, now: float) -> None:
        """Take note that the backend gave no prices."""
        if now >= self.ask_again:
            self.ask_again = now + 1
