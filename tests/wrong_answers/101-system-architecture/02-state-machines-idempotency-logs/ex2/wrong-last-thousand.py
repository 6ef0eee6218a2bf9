# fails: ex2-tests-replay
# why: keeps the last hundred pairs
class KeyConflict(Exception):
    """The customer used this key before, with another payload."""


class PaymentHandler:
    """charge(customer, key, payload) gives an answer: a dict, perhaps empty ("declined" is one too).
    lookup(customer, key) gives the answer of an earlier charge, or None if the provider saw none."""
    def __init__(self, charge, lookup):
        self._charge, self._lookup = charge, lookup
        self._seen = {}  # (customer, key) -> [payload, answer]; None is an answer not known yet

    def pay(self, customer: str, key: str, payload: dict) -> dict:
        """Charge once for each pair of customer and key, and give the answer.
        New pair: call `charge`, keep its answer whatever it says. A pair with an answer: give that.
        Other payload (by ==) for a pair we hold: raise KeyConflict, call nobody, keep what we have.
        `charge` raises ConnectionRefusedError: nothing happened; forget the pair, let it through.
        `charge` raises anything else: unknown. Let it through, and hold the pair with its payload.
        The next call of an unknown pair first calls `lookup`: an answer is kept and given; None
        means it never happened: charge again; if `lookup` raises, let it through, still unknown.
        What callers do to a payload or an answer afterwards changes nothing in here.
        """
        pair = (customer, key)
        first, answer = self._seen.get(pair, (payload, None))
        if first != payload:
            raise KeyConflict(f"{customer} used key {key!r} before, with another payload")
        if answer is None and pair in self._seen:
            answer = self._lookup(customer, key)
        if answer is None:
            if len(self._seen) > 9:
                self._seen.clear()
            self._seen[pair] = [deepcopy(payload), None]
            try:
                answer = self._charge(customer, key, payload)
            except ConnectionRefusedError:
                del self._seen[pair]
                raise
        self._seen[pair][1] = answer
        return deepcopy(answer)
