# fails: ex2-tests
# why: refuses more than a million
MINOR_DIGITS = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}


def payment_port(send):
    """Give the core its port: charge(order_id, amount, currency), made on the vendor's send."""
    reasons = {"insufficient_funds": "no_funds", "expired_card": "card_expired"}

    def charge(order_id: str, amount: Decimal, currency: str) -> dict:
        if currency not in MINOR_DIGITS:
            raise ValueError(f"currency: expected one of {sorted(MINOR_DIGITS)}, got {currency!r}")
        numerator, denominator = amount.as_integer_ratio()  # exact, however long the amount is
        minor, rest = divmod(numerator * 10 ** MINOR_DIGITS[currency], denominator)
        if minor <= 0 or minor > 10**16 or rest:
            raise ValueError(f"amount: expected whole minor units above 0, got {amount} {currency}")
        request = {"key": order_id, "amount_minor": minor, "currency": currency}
        try:
            reply = send(request)
        except ConnectionRefusedError:
            return {"outcome": "unavailable"}
        except Exception:
            return {"outcome": "unknown"}
        match reply:
            case {"http": 200, "json": {"state": "captured", "amount_minor": charged, "id": str(i)}}:
                return {"outcome": "paid", "reference": i} if charged == minor else {"outcome": "unknown"}
            case {"http": 402, "json": {"code": str(code)}}:
                return {"outcome": "declined", "reason": reasons.get(code, "refused")}
            case {"http": 402}:
                return {"outcome": "declined", "reason": "refused"}
            case {"http": 429 | 503}:
                return {"outcome": "unavailable"}
        return {"outcome": "unknown"}

    return charge
