# fails: ex2-tests-faults
# why: indexes the reply as if it were never damaged
MINOR_DIGITS = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}

def payment_port(send):
    """Careful with calls, trusting with replies."""
    def charge(order_id, amount, currency):
        if currency not in MINOR_DIGITS:
            raise ValueError("currency")
        minor = amount.scaleb(MINOR_DIGITS[currency])
        if minor <= 0 or minor % 1:
            raise ValueError("amount")
        try:
            reply = send({"key": order_id, "amount_minor": int(minor), "currency": currency})
        except ConnectionRefusedError:
            return {"outcome": "unavailable"}
        except Exception:
            return {"outcome": "unknown"}
        status, body = reply["http"], reply.get("json") or {}
        if status in (429, 503):
            return {"outcome": "unavailable"}
        if status == 402:
            code = body.get("code") if isinstance(body, dict) else None
            reason = {"insufficient_funds": "no_funds", "expired_card": "card_expired"}
            return {"outcome": "declined", "reason": reason.get(str(code), "refused")}
        if status == 200 and body["state"] == "captured" and body["amount_minor"] == minor:
            if isinstance(body["id"], str):
                return {"outcome": "paid", "reference": body["id"]}
        return {"outcome": "unknown"}

    return charge
