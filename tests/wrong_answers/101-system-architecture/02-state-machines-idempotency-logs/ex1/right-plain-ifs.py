class IllegalTransition(Exception):
    """The order may not do this now; the message names its state and the event's type."""



def transition(order: dict, event: dict) -> dict:
    """Guards first, one return at the end."""
    import copy

    state, kind, amount = order["state"], event.get("type", "no type"), event.get("amount")
    new = copy.deepcopy(order)
    if kind in ("pay", "refund") and (type(amount) != int or amount < 1):
        kind = f"{kind} with a wrong amount"
    if state == "placed" and kind == "pay" and amount == order["price"]:
        new["paid"], new["state"] = amount, "paid"
    elif state == "placed" and kind == "cancel":
        new["state"] = "cancelled"
    elif state in ("paid", "shipped", "delivered") and kind == "refund" and amount <= order["paid"] - order["refunded"]:
        new["refunded"] = order["refunded"] + amount
        if new["refunded"] == new["paid"]:
            new["state"] = "refunded"
    elif (state, kind) in (("paid", "ship"), ("shipped", "deliver")):
        new["state"] = {"ship": "shipped", "deliver": "delivered"}[kind]
    else:
        raise IllegalTransition(f"{state}: {kind}")
    return new
