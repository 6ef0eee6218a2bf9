class PaymentPort:
    def __init__(self, send):
        self.send = send

    def charge(self, order, cents):
        request = to_request(order, cents)
        try:
            return self.read(self.send(request), cents)
        except ConnectionRefusedError:
            return "not done"
        except Exception:
            return "unknown"

    @staticmethod
    def read(reply, cents):
        status = reply["http"]
        if status in (402, 429):
            return {402: "declined", 429: "not done"}[status]
        body = reply["json"]
        paid = status == 200 and (body["state"], body["amount_minor"]) == ("captured", cents)
        return "paid" if paid else "unknown"


def payment_port(send):
    """Give the core its port: charge(order, cents), made on the vendor's send."""
    return PaymentPort(send).charge
