# fails: ex1-tests
# why: counts the fourth hour as a later one
def examples() -> list[tuple]:
    """Give at most 12 examples ((minutes, day, member), cents or "ValueError")."""
    return [
        ((60, "mon", False), 1200),
        ((61, "tue", False), 2400),
        ((30, "wed", False), 1200),
        ((29, "wed", False), "ValueError"),
        ((600, "thu", False), 9900),
        ((601, "thu", False), "ValueError"),
        ((240, "mon", False), 4500),
        ((60, "sat", True), 1620),
        ((60, "sun", True), 1800),
        ((60, "sat", False), 1800),
        ((300, "fri", True), 4860),
        ((300, "sun", False), 8100),
    ]
