# fails: ex2-tests-writer
# why: an added method looks harmless, but it is abstract
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("c", "nobody", "silent"),
        "outcome": ("c", "loud", "silent"),
        "writer": ("b", "nobody", "nobody"),
        "memory": ("b", "nobody", "silent"),
    }
