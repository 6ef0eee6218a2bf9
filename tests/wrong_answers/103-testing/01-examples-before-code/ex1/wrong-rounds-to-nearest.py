# fails: ex1-tests
# why: an hour begun read as rounding, so it refuses right versions
def examples() -> list[tuple]:
    """Give at most 12 examples ((minutes, day, member), cents or "ValueError")."""
    return [
        ((60, "mon", False), 1200),
        ((80, "tue", False), 1200),
        ((30, "wed", False), 1200),
        ((29, "wed", False), "ValueError"),
        ((600, "thu", False), 10200),
        ((601, "thu", False), "ValueError"),
        ((240, "mon", False), 4800),
        ((60, "sat", True), 1620),
        ((60, "sun", True), 1800),
        ((60, "sat", False), 1800),
        ((300, "fri", True), 5130),
        ((300, "sun", False), 8550),
    ]
