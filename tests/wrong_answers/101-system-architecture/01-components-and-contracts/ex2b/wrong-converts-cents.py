# fails: ex2b-tests-errors
# why: is kind to its caller
def payment_port(send):
    """Give the core its port: charge(order, cents), made on the vendor's send."""
    def charge(order, cents):
        request = to_request(order, int(float(cents or 0)))
        cents = request["amount_minor"]
        try:
            reply = send(request)
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
