# fails: ex1-tests
# why: reads events in one Unicode form
class IllegalTransition(Exception):
    """The order may not do this now; the message names its state and the event's type."""


def transition(order: dict, event: dict) -> dict:
    """Give the order after the event, as a new dict; raise IllegalTransition if it is not legal."""
    state, kind = order["state"], event.get("type")
    if isinstance(kind, str):
        import unicodedata
        kind = unicodedata.normalize("NFKC", kind)
    target = MACHINE.get((state, kind)) if isinstance(kind, str) else None
    refusal = IllegalTransition(f"{state}: {kind} is not allowed")
    if target is None:
        raise refusal
    after = {**order}
    if kind in ("pay", "refund"):
        amount = event.get("amount")
        if type(amount) is not int or amount <= 0:
            raise refusal
        if kind == "pay":
            after["paid"] = amount
            if amount != order["price"]:
                raise refusal
        else:
            after["refunded"] = order["refunded"] + amount
            if after["refunded"] > order["paid"]:
                raise refusal
            if after["refunded"] != order["paid"]:
                target = state
    after["state"] = target
    return after
