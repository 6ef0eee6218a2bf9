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
        if not isinstance(reply, dict):
            return "unknown"
        status, body = reply.get("http"), reply.get("json")
        if status == 402:
            return "declined"
        if status == 429:
            return "not done"
        if status == 200 and isinstance(body, dict) and body.get("state") == "captured":
            return "paid" if body.get("amount_minor") == cents else "unknown"
        return "unknown"

    return charge
