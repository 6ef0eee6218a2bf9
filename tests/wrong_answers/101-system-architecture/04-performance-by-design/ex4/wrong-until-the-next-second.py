# fails: ex4-tests-pause
# why: pauses until the next whole second begins
class Failing(Board):
    """The board in a minute without a backend."""
    def usable(self, product: str, now: float) -> bool:
        """Tell whether a product's price may be shown."""
        return self.age(product, now) <= (60 if self.down else 30)

    def failed(self, now: float) -> None:
        """Take note that the backend gave no prices."""
        self.ask_again = int(now) + 1
