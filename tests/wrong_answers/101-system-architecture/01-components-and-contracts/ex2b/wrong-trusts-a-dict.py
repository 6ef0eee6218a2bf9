# fails: ex2b-tests-shapes
# why: a reply is a dict whose body is one
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
        if reply.get("http") == 200:
            body = reply.get("json", {})
            return "paid" if body.get("state") == "captured" and body.get("amount_minor") == cents else "unknown"
        return {402: "declined", 429: "not done"}.get(str(reply.get("http")) and reply.get("http"), "unknown")

    return charge
