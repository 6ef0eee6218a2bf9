# fails: ex2b-tests-errors
# why: what came too late has not happened
def payment_port(send):
    """Give the core its port: charge(order, cents), made on the vendor's send."""
    def charge(order, cents):
        request = to_request(order, cents)
        try:
            reply = send(request)
        except (ConnectionRefusedError, TimeoutError):
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
