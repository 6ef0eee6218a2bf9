class KeyConflict(Exception):
    """The customer used this key before, for another payload."""


class PaymentHandler:
    """Payments that may be asked for twice. `store` is a KeyStore, which handlers may share."""

    def __init__(self, store, charge, lookup):
        self.store, self.charge, self.lookup = store, charge, lookup

    def pay(self, customer: str, key: str, payload: dict) -> dict:
        """Charge once for each key of a customer, and give the answer."""
        match self.store.claim(customer, key, payload):
            case "other payload":
                raise KeyConflict(key)
            case "busy":
                return {"status": "in progress"}
            case "answered":
                return self.store.answer(customer, key)
            case "in doubt":
                answer = self._certain(customer, key, lambda: self.lookup(customer, key))
            case _:
                answer = None
        if answer is None:
            answer = self._certain(customer, key, lambda: self.charge(customer, key, payload))
        self.store.keep(customer, key, answer)
        return answer

    def _certain(self, customer, key, ask):
        try:
            return ask()
        except Exception:
            self.store.doubt(customer, key)
            raise
