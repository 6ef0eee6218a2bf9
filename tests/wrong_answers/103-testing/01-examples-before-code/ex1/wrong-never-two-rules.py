# fails: ex1-tests-meet
# why: each example uses one rule, so rules never meet
def examples() -> list[tuple]:
    """Give at most 12 examples ((minutes, day, member), cents or "ValueError")."""
    return [
        ((60, "mon", False), 1200),
        ((61, "tue", False), 2400),
        ((30, "wed", False), 1200),
        ((29, "wed", False), "ValueError"),
        ((600, "thu", False), 10200),
        ((601, "thu", False), "ValueError"),
        ((240, "mon", False), 4800),
        ((60, "fri", True), 1080),
        ((60, "sun", True), 1800),
        ((60, "sat", False), 1800),
        ((300, "fri", False), 5700),
        ((60, "sun", False), 1800),
    ]
