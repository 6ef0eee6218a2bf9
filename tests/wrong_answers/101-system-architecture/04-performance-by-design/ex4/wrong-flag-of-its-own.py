# fails: ex4-tests
# why: keeps a flag of its own that nothing takes back
class Failing(Board):
    """The board in a minute without a backend."""
    def usable(self, product: str, now: float) -> bool:
        """Tell whether a product's price may be shown."""
        return self.age(product, now) <= (60 if getattr(self, "ill", False) else 30)

    def failed(self, now: float) -> None:
        """Take note that the backend gave no prices."""
        self.ask_again = now + 1
        self.ill = True
