# fails: ex2b-tests
# why: the vendor fell over, so nothing was done
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
            case {"http": 200, "json": {"state": "captured", "amount_minor": amount}} if amount == cents:
                return "paid"
            case {"http": 402}:
                return "declined"
            case {"http": 429 | 500 | 502 | 503}:
                return "not done"
        return "unknown"

    return charge
