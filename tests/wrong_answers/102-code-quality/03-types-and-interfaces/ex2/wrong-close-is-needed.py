# fails: ex2-tests-writer
# why: thinks that our own book's new method belongs to the protocol
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("c", "nobody", "silent"),
        "outcome": ("c", "loud", "silent"),
        "writer": ("c", "loud", "loud"),
        "memory": ("b", "nobody", "silent"),
    }
