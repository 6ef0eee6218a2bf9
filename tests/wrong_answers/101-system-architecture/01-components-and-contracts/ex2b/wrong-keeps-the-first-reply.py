# fails: ex2b-tests-shapes
# why: remembers the first reply of each order, so a second charge never reaches the vendor
def payment_port(send):
    """Give the core its port: charge(order, cents), made on the vendor's send."""
    answers = {}
    def charge(order, cents):
        request = to_request(order, cents)
        try:
            reply = answers[order] if order in answers else answers.setdefault(order, send(request))
        except ConnectionRefusedError:
            return "not done"
        except Exception:
            return "unknown"
        match reply:
            case {"http": 200, "json": {"state": "captured", "amount_minor": amount}} if amount == cents:
                return "paid"
            case {"http": 402}:
                return "declined"
            case {"http": 429}:
                return "not done"
        return "unknown"
    return charge
