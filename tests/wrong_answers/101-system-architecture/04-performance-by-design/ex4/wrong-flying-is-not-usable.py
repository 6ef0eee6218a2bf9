# fails: ex4-tests
# why: shows nothing that is being fetched anew
class Failing(Board):
    """The board in a minute without a backend."""
    def usable(self, product: str, now: float) -> bool:
        """Tell whether a product's price may be shown."""
        return product not in self.flying and self.age(product, now) <= (60 if self.down else 30)

    def failed(self, now: float) -> None:
        """Take note that the backend gave no prices."""
        self.ask_again = now + 1
