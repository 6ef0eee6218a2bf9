class KeyConflict(Exception):
    """The customer used this key before, for another payload."""


class PaymentHandler:
    """Payments that may be asked for twice. `store` is a KeyStore, which handlers may share."""

    def __init__(self, store, charge, lookup):
        self.store, self.charge, self.lookup = store, charge, lookup

    def pay(self, customer: str, key: str, payload: dict) -> dict:
        """Charge once for each key of a customer, and give the answer."""
        ways = {"new": self._new, "in doubt": self._doubtful, "busy": self._busy,
                "answered": self._answered, "other payload": self._conflict}
        return ways[self.store.claim(customer, key, payload)](customer, key, payload)

    def _conflict(self, customer, key, payload):
        raise KeyConflict(key)

    def _busy(self, customer, key, payload):
        return dict(status="in progress")

    def _answered(self, customer, key, payload):
        return self.store.answer(customer, key)

    def _new(self, customer, key, payload):
        try:
            answer = self.charge(customer, key, payload)
        except BaseException:
            self.store.doubt(customer, key)
            raise
        return self._kept(customer, key, answer)

    def _doubtful(self, customer, key, payload):
        try:
            earlier = self.lookup(customer, key)
        except BaseException:
            self.store.doubt(customer, key)
            raise
        return self._new(customer, key, payload) if earlier is None else self._kept(customer, key, earlier)

    def _kept(self, customer, key, answer):
        self.store.keep(customer, key, answer)
        return answer
