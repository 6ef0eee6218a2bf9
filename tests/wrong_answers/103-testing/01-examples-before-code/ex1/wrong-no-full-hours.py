# fails: ex1-tests-meet
# why: only begun hours, never a full one and never the longest booking
def examples() -> list[tuple]:
    """Give at most 12 examples ((minutes, day, member), cents or "ValueError")."""
    return [
        ((61, "mon", False), 2400),
        ((61, "tue", False), 2400),
        ((30, "wed", False), 1200),
        ((29, "wed", False), "ValueError"),
        ((599, "thu", False), 10200),
        ((601, "thu", False), "ValueError"),
        ((230, "mon", False), 4800),
        ((61, "sat", True), 3240),
        ((61, "sun", True), 3600),
        ((61, "sat", False), 3600),
        ((290, "fri", True), 5130),
        ((290, "sun", False), 8550),
    ]
