# fails: ex2-tests
# why: options that take everything never have to change
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("b", "nobody", "silent"),
        "outcome": ("c", "loud", "silent"),
        "writer": ("c", "nobody", "loud"),
        "memory": ("b", "nobody", "silent"),
    }
