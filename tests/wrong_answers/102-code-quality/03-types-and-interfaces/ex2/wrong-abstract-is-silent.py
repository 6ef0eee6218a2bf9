# fails: ex2-tests-writer
# why: does not know that a class with an abstract method cannot be made
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("c", "nobody", "silent"),
        "outcome": ("c", "loud", "silent"),
        "writer": ("c", "nobody", "silent"),
        "memory": ("b", "nobody", "silent"),
    }
