# fails: ex1-tests-rules
# why: one weekday after the other, which are all of one class
def examples() -> list[tuple]:
    """Give at most 12 examples ((minutes, day, member), cents or "ValueError")."""
    return [
        ((60, "mon", False), 1200),
        ((60, "tue", False), 1200),
        ((60, "wed", False), 1200),
        ((60, "thu", False), 1200),
        ((60, "fri", False), 1200),
        ((90, "mon", False), 2400),
        ((300, "mon", False), 5700),
        ((601, "mon", False), "ValueError"),
        ((60, "sun", True), 1800),
    ]
