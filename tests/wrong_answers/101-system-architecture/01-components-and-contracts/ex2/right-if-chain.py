MINOR_DIGITS = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}

def payment_port(send):
    """Give the core its port, by plain questions."""
    def minor_units(amount, currency):
        if currency not in MINOR_DIGITS:
            raise ValueError(f"unknown currency {currency!r}")
        minor = amount * 10 ** MINOR_DIGITS[currency]
        if minor <= 0 or minor % 1:
            raise ValueError(f"{amount} {currency} is no whole number of minor units above 0")
        return int(minor)

    def read(reply, minor):
        if not isinstance(reply, dict):
            return {"outcome": "unknown"}
        status, body = reply.get("http"), reply.get("json")
        if not isinstance(body, dict):
            body = {}
        if status == 200:
            paid = body.get("state") == "captured" and body.get("amount_minor") == minor
            if paid and isinstance(body.get("id"), str):
                return {"outcome": "paid", "reference": body["id"]}
        elif status == 402:
            code = body.get("code")
            if code == "insufficient_funds":
                return {"outcome": "declined", "reason": "no_funds"}
            return {"outcome": "declined", "reason": "card_expired" if code == "expired_card" else "refused"}
        elif status in (429, 503):
            return {"outcome": "unavailable"}
        return {"outcome": "unknown"}

    def charge(order_id, amount, currency):
        minor = minor_units(amount, currency)
        try:
            reply = send({"key": order_id, "amount_minor": minor, "currency": currency})
        except ConnectionRefusedError:
            return {"outcome": "unavailable"}
        except Exception:
            return {"outcome": "unknown"}
        return read(reply, minor)

    return charge
