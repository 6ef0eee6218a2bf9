# fails: ex2-tests
# why: fears that old callers get the new notice
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("e", "silent", "silent"),
        "outcome": ("c", "loud", "silent"),
        "writer": ("c", "nobody", "loud"),
        "memory": ("b", "nobody", "silent"),
    }
