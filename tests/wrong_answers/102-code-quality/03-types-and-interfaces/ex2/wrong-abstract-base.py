# fails: ex2-tests-writer
# why: a base class is how interfaces are written in other languages
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("c", "nobody", "silent"),
        "outcome": ("c", "loud", "silent"),
        "writer": ("e", "nobody", "loud"),
        "memory": ("b", "nobody", "silent"),
    }
