# fails: ex2-tests
# why: None as a third value of a flag, which is taken already
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("d", "nobody", "silent"),
        "outcome": ("c", "loud", "silent"),
        "writer": ("c", "nobody", "loud"),
        "memory": ("b", "nobody", "silent"),
    }
