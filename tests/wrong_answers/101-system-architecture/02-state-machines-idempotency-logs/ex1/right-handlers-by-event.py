class IllegalTransition(Exception):
    """The order may not do this now; the message names its state and the event's type."""



def _amount(event):
    amount = event["amount"]
    if type(amount) is not int or not amount > 0:
        raise ValueError("amount")
    return amount


def _pay(order, event):
    if _amount(event) != order["price"]:
        raise ValueError("price")
    order.update(state="paid", paid=event["amount"])


def _refund(order, event):
    order["refunded"] += _amount(event)
    if order["refunded"] > order["paid"]:
        raise ValueError("too much")
    if order["refunded"] == order["paid"]:
        order["state"] = "refunded"


HANDLERS = {
    "pay": (("placed",), _pay),
    "cancel": (("placed",), lambda order, event: order.update(state="cancelled")),
    "ship": (("paid",), lambda order, event: order.update(state="shipped")),
    "deliver": (("shipped",), lambda order, event: order.update(state="delivered")),
    "refund": (("paid", "shipped", "delivered"), _refund),
}


def transition(order: dict, event: dict) -> dict:
    """Try the handler on a copy; whatever it raises means no."""
    copy = dict(order)
    try:
        states, handler = HANDLERS[event["type"]]
        if order["state"] not in states:
            raise ValueError("state")
        handler(copy, event)
    except (KeyError, ValueError) as error:
        raise IllegalTransition(f"{order['state']}: {event.get('type')} refused ({error})") from None
    return copy
