# fails: ex1-tests-rules
# why: the only member comes on a Sunday, where members save nothing
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
        ((90, "sat", False), 3600),
        ((60, "sun", True), 1800),
        ((60, "sat", False), 1800),
        ((300, "fri", False), 5700),
        ((300, "sun", False), 8550),
    ]
