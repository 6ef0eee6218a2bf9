def examples() -> list[tuple]:
    """Give at most 12 examples ((minutes, day, member), cents or "ValueError")."""
    return [
        ((90, "mon", False), 2400),
        ((120, "fri", False), 2400),
        ((30, "mon", True), 1080),
        ((20, "mon", True), "ValueError"),
        ((600, "sat", True), 13770),
        ((660, "sat", True), "ValueError"),
        ((600, "sun", True), 15300),
        ((301, "wed", True), 5940),
        ((60, "sat", False), 1800),
        ((400, "sun", False), 11250),
    ]
