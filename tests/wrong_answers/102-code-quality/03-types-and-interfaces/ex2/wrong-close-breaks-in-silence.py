# fails: ex2-tests-writer
# why: fears for books without close, although nobody calls it
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("c", "nobody", "silent"),
        "outcome": ("c", "loud", "silent"),
        "writer": ("c", "silent", "loud"),
        "memory": ("b", "nobody", "silent"),
    }
