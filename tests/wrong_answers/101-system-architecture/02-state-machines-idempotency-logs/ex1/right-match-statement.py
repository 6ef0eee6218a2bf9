class IllegalTransition(Exception):
    """The order may not do this now; the message names its state and the event's type."""



def transition(order: dict, event: dict) -> dict:
    """One arm for each arrow."""
    def no():
        return IllegalTransition(f"event {event.get('type')!r} in state {order['state']!r}")

    amount = event.get("amount")
    valid = isinstance(amount, int) and not isinstance(amount, bool) and amount >= 1
    match order["state"], event.get("type"):
        case "placed", "pay" if valid and amount == order["price"]:
            return order | {"state": "paid", "paid": amount}
        case "placed", "cancel":
            return order | {"state": "cancelled"}
        case "paid", "ship":
            return order | {"state": "shipped"}
        case "shipped", "deliver":
            return order | {"state": "delivered"}
        case "paid" | "shipped" | "delivered" as state, "refund" if valid:
            left = order["paid"] - order["refunded"] - amount
            if left < 0:
                raise no()
            return order | {"state": state if left else "refunded", "refunded": order["refunded"] + amount}
    raise no()
