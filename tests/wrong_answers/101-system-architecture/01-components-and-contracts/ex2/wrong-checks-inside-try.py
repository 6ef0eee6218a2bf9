# fails: ex2-tests
# why: has the caller's mistakes in the same try as the vendor's
MINOR_DIGITS = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}

def payment_port(send):
    """One try for everything."""
    def charge(order_id, amount, currency):
        try:
            minor = amount.scaleb(MINOR_DIGITS[currency])
            if minor <= 0 or minor % 1:
                raise ValueError("amount")
            reply = send({"key": order_id, "amount_minor": int(minor), "currency": currency})
            status, body = reply["http"], reply.get("json")
            if status == 402:
                words = {"insufficient_funds": "no_funds", "expired_card": "card_expired"}
                code = body.get("code") if isinstance(body, dict) else None
                reason = words.get(code, "refused") if isinstance(code, str) else "refused"
                return {"outcome": "declined", "reason": reason}
            if status in (429, 503):
                return {"outcome": "unavailable"}
            paid = (status, body["state"], body["amount_minor"]) == (200, "captured", minor)
            if paid and isinstance(body["id"], str):
                return {"outcome": "paid", "reference": body["id"]}
        except ConnectionRefusedError:
            return {"outcome": "unavailable"}
        except Exception:
            pass
        return {"outcome": "unknown"}

    return charge
