# fails: ex1-tests
# why: a table of tables, which the engine does not take
def order_machine() -> tuple[str, dict[tuple[str, str], str]]:
    """Give the state of a new order, and the table of its moves: (state, event) -> next state."""
    table = {
        ("new", "pay"): "paid", ("new", "decline"): "new",
        ("new", "silence"): "silent", ("new", "cancel"): "cancelled",
        ("silent", "pay"): "paid", ("silent", "decline"): "new", ("silent", "cancel"): "leaving",
        ("leaving", "pay"): "owed", ("leaving", "decline"): "cancelled",
        ("paid", "ship"): "shipped", ("paid", "cancel"): "owed",
        ("shipped", "deliver"): "delivered", ("delivered", "return"): "owed",
        ("owed", "refund"): "refunded",
    }
    return "new", {state: {e: t for (s, e), t in table.items() if s == state} for state, _ in table}
