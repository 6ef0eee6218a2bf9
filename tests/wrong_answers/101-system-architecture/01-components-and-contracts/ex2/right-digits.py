MINOR_DIGITS = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}

def payment_port(send):
    """Give the core its port; money by the digits of the Decimal."""
    outcomes = {429: {"outcome": "unavailable"}, 503: {"outcome": "unavailable"}}

    def charge(order_id, amount, currency):
        if currency not in MINOR_DIGITS or amount <= 0:
            raise ValueError((amount, currency))
        sign, digits, exponent = amount.as_tuple()
        number = int("".join(map(str, digits)))
        shift = exponent + MINOR_DIGITS[currency]
        minor, rest = (number * 10**shift, 0) if shift >= 0 else divmod(number, 10**-shift)
        if rest:
            raise ValueError((amount, currency))
        try:
            reply = send({"key": order_id, "amount_minor": minor, "currency": currency})
        except Exception as error:
            refused = isinstance(error, ConnectionRefusedError)
            return {"outcome": "unavailable" if refused else "unknown"}
        match reply:
            case {"http": 200, "json": {"id": str() as reference, "state": "captured", "amount_minor": n}} if n == minor:
                return {"outcome": "paid", "reference": reference}
            case {"http": 402, "json": {"code": "insufficient_funds"}}:
                return {"outcome": "declined", "reason": "no_funds"}
            case {"http": 402, "json": {"code": "expired_card"}}:
                return {"outcome": "declined", "reason": "card_expired"}
            case {"http": 402}:
                return {"outcome": "declined", "reason": "refused"}
            case {"http": int(status)}:
                return dict(outcomes.get(status, {"outcome": "unknown"}))
            case _:
                return {"outcome": "unknown"}

    return charge
