def order_machine():
    """Give the state of a new order, and the table of its moves."""
    table = {}
    for state in ("new", "declined"):
        table |= {(state, "pay"): "paid", (state, "decline"): "declined", (state, "silence"): "asked", (state, "cancel"): "gone"}
    table |= {("asked", "pay"): "paid", ("asked", "decline"): "declined", ("asked", "cancel"): "gone, but asked"}
    table |= {("gone, but asked", "pay"): "refund the cancelled", ("gone, but asked", "decline"): "gone"}
    table |= {("paid", "ship"): "on the way", ("paid", "cancel"): "refund the cancelled"}
    table |= {("on the way", "deliver"): "there", ("there", "return"): "refund the returned"}
    table |= {(f"refund the {why}", "refund"): f"closed, {why}" for why in ("cancelled", "returned")}
    return "new", table
