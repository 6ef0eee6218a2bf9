def read(reply, cents):
    wanted = {"state": "captured", "amount_minor": cents}
    match reply:
        case {"http": 402 | 429 as status}:
            return "declined" if status == 402 else "not done"
        case {"http": 200, "json": dict(body)} if body | wanted == body:
            return "paid"
        case _:
            return "unknown"


def payment_port(send):
    """Give the core its port: charge(order, cents), made on the vendor's send."""
    def charge(order, cents):
        request = to_request(order, cents)
        try:
            reply = send(request)
        except Exception as error:
            return "not done" if isinstance(error, ConnectionRefusedError) else "unknown"
        return read(reply, cents)

    return charge
