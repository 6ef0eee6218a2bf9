# fails: ex2b-tests, ex2b-tests-shapes
# why: reads keys that may not be there
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
        if reply["http"] == 200 and reply["json"]["state"] == "captured" and reply["json"]["amount_minor"] == cents:
            return "paid"
        return {402: "declined", 429: "not done"}.get(reply["http"], "unknown")

    return charge
