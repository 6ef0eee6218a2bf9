class KeyConflict(Exception):
    """The customer used this key before, for another payload."""


class PaymentHandler:
    """Payments that may be asked for twice. `store` is a KeyStore, which handlers may share."""

    def __init__(self, store, charge, lookup):
        self.store, self.charge, self.lookup = store, charge, lookup

    def pay(self, customer: str, key: str, payload: dict) -> dict:
        """Charge once for each key of a customer, and give the answer."""
        word = self.store.claim(customer, key, payload)
        if word in ("new", "in doubt"):
            try:
                found = None
                if word == "in doubt":
                    found = self.lookup(customer, key)
                if found is None:
                    found = self.charge(customer, key, payload)
            except BaseException:
                self.store.doubt(customer, key)
                raise
            else:
                self.store.keep(customer, key, found)
        elif word == "busy":
            return {"status": "in progress"}
        elif word == "other payload":
            raise KeyConflict(f"{key} belongs to another payload")
        return self.store.answer(customer, key)
