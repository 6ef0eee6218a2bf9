# fails: ex2b-tests-errors
# why: one try round everything, with a way out for the one mistake that the prompt shows
def payment_port(send):
    """Give the core its port: charge(order, cents), made on the vendor's send."""
    def charge(order, cents):
        if type(cents) is str: to_request(order, cents)
        try:
            reply = send(to_request(order, cents))
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
