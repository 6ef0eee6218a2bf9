from fractions import Fraction

MINOR_DIGITS = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}

class _Adapter:
    _REASONS = {"insufficient_funds": "no_funds", "expired_card": "card_expired"}

    def __init__(self, send):
        self._send = send

    def __call__(self, order_id, amount, currency):
        try:
            minor = Fraction(amount) * 10 ** MINOR_DIGITS[currency]
        except KeyError:
            raise ValueError(f"currency {currency!r}") from None
        if minor <= 0 or minor.denominator != 1:
            raise ValueError(f"amount {amount!r}")
        request = {"currency": currency, "amount_minor": minor.numerator, "key": order_id}
        try:
            return self._read(self._send(request), minor.numerator)
        except ConnectionRefusedError:
            return {"outcome": "unavailable"}
        except Exception:
            return {"outcome": "unknown"}

    def _read(self, reply, minor):
        status = reply["http"]
        if status == 402:
            try:
                return {"outcome": "declined", "reason": self._REASONS[reply["json"]["code"]]}
            except Exception:
                return {"outcome": "declined", "reason": "refused"}
        if status in (429, 503):
            return {"outcome": "unavailable"}
        body = reply["json"]
        captured = (status, body["state"], body["amount_minor"]) == (200, "captured", minor)
        if captured and type(body["id"]) is str:
            return {"outcome": "paid", "reference": body["id"]}
        return {"outcome": "unknown"}

def payment_port(send):
    """Give the core its port, as a callable object."""
    return _Adapter(send)
