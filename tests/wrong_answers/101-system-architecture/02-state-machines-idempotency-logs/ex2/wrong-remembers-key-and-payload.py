# fails: ex2-tests-replay
# why: keeps answers in memory by key and payload, so another customer with both the same is never charged
class KeyConflict(Exception):
    """The customer used this key before, for another payload."""


class PaymentHandler:
    """Payments that may be asked for twice. `store` is a KeyStore, which handlers may share."""

    def __init__(self, store, charge, lookup):
        self.store, self.charge, self.lookup = store, charge, lookup

    def pay(self, customer: str, key: str, payload: dict) -> dict:
        """Charge once for each key of a customer, and give the answer."""
        self.seen = getattr(self, "seen", {})
        if (key, str(payload)) in self.seen:
            return self.seen[key, str(payload)]
        word = self.store.claim(customer, key, payload)
        if word == "answered":
            return self.store.answer(customer, key)
        if word == "busy":
            return {"status": "in progress"}
        if word == "other payload":
            raise KeyConflict(key)
        try:
            answer = None
            if word == "in doubt":
                answer = self.lookup(customer, key)
            if answer is None:
                answer = self.charge(customer, key, payload)
        except BaseException:
            self.store.doubt(customer, key)
            raise
        self.store.keep(customer, key, answer)
        self.seen[key, str(payload)] = answer
        return answer
