# fails: ex2-tests-outcome
# why: True and False are all that a caller asks for
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("c", "nobody", "silent"),
        "outcome": ("a", "silent", "silent"),
        "writer": ("c", "nobody", "loud"),
        "memory": ("b", "nobody", "silent"),
    }
