# fails: ex2-tests-doubt
# why: never puts the key into doubt
class KeyConflict(Exception):
    """The customer used this key before, for another payload."""


class PaymentHandler:
    """Payments that may be asked for twice. `store` is a KeyStore, which handlers may share."""

    def __init__(self, store, charge, lookup):
        self.store, self.charge, self.lookup = store, charge, lookup

    def pay(self, customer: str, key: str, payload: dict) -> dict:
        """Charge once for each key of a customer, and give the answer."""
        word = self.store.claim(customer, key, payload)
        if word == "other payload":
            raise KeyConflict(f"{customer} used {key!r} before, for another payload")
        if word == "busy":
            return {"status": "in progress"}
        if word == "answered":
            return self.store.answer(customer, key)
        try:
            answer = self.lookup(customer, key) if word == "in doubt" else None
            if answer is None:
                answer = self.charge(customer, key, payload)
        except Exception:
            raise
        self.store.keep(customer, key, answer)
        return answer
