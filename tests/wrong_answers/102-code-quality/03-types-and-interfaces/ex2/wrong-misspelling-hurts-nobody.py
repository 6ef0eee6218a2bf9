# fails: ex2-tests
# why: the call runs, so nothing seems wrong
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("c", "nobody", "nobody"),
        "outcome": ("c", "loud", "silent"),
        "writer": ("c", "nobody", "loud"),
        "memory": ("b", "nobody", "silent"),
    }
