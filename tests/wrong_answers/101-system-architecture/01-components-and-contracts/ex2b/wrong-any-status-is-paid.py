# fails: ex2b-tests, ex2b-tests-shapes
# why: the body says it all
def payment_port(send):
    """Give the core its port: charge(order, cents), made on the vendor's send."""
    def charge(order, cents):
        request = to_request(order, cents)
        try:
            reply = send(request)
        except ConnectionRefusedError:
            return "not done"
        except Exception:
            return "unknown"
        match reply:
            case {"json": {"state": "captured", "amount_minor": amount}} if amount == cents:
                return "paid"
            case {"http": 402}:
                return "declined"
            case {"http": 429}:
                return "not done"
        return "unknown"

    return charge
