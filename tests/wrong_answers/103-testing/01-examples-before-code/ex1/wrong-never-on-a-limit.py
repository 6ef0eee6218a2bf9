# fails: ex1-tests-meet
# why: values from the middle: 45 minutes and nine hours
def examples() -> list[tuple]:
    """Give at most 12 examples ((minutes, day, member), cents or "ValueError")."""
    return [
        ((60, "mon", False), 1200),
        ((61, "tue", False), 2400),
        ((45, "wed", False), 1200),
        ((29, "wed", False), "ValueError"),
        ((540, "thu", False), 9300),
        ((601, "thu", False), "ValueError"),
        ((240, "mon", False), 4800),
        ((60, "sat", True), 1620),
        ((60, "sun", True), 1800),
        ((60, "sat", False), 1800),
        ((300, "fri", True), 5130),
        ((300, "sun", False), 8550),
    ]
