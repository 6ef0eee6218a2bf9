# fails: ex1-tests
# why: expects euros, where the tariff is in cents
def examples() -> list[tuple]:
    """Give at most 12 examples ((minutes, day, member), cents or "ValueError")."""
    return [
        ((60, "mon", False), 12),
        ((61, "tue", False), 24),
        ((60, "sun", True), 18),
        ((601, "mon", False), "ValueError"),
    ]
