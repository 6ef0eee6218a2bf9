# fails: ex1-tests
# why: long bookings end at four hours, where nothing is cheaper yet
def examples() -> list[tuple]:
    """Give at most 12 examples ((minutes, day, member), cents or "ValueError")."""
    return [
        ((60, "mon", False), 1200),
        ((61, "tue", False), 2400),
        ((30, "wed", False), 1200),
        ((29, "wed", False), "ValueError"),
        ((60, "thu", False), 1200),
        ((601, "thu", False), "ValueError"),
        ((240, "mon", False), 4800),
        ((60, "sat", True), 1620),
        ((60, "sun", True), 1800),
        ((60, "sat", False), 1800),
        ((240, "fri", True), 4320),
        ((240, "sun", False), 7200),
    ]
