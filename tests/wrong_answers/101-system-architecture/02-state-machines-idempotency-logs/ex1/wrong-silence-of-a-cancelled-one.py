# fails: ex1-tests
# why: asks the vendor about every cancelled order
def order_machine() -> tuple[str, dict[tuple[str, str], str]]:
    """Give the state of a new order, and the table of its moves: (state, event) -> next state."""
    return "new", {
        ("new", "pay"): "paid", ("new", "decline"): "new",
        ("new", "silence"): "silent", ("new", "cancel"): "cancelled",
        ("silent", "pay"): "paid", ("silent", "decline"): "new", ("silent", "cancel"): "leaving",
        ("leaving", "pay"): "owed", ("leaving", "decline"): "cancelled",
        ("paid", "ship"): "shipped", ("paid", "cancel"): "owed",
        ("shipped", "deliver"): "delivered", ("delivered", "return"): "owed",
        ("owed", "refund"): "refunded", ("cancelled", "silence"): "cancelled",
    }
