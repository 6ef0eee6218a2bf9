# fails: ex2-tests-writer
# why: Any lets every book in, the wrong ones too
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("c", "nobody", "silent"),
        "outcome": ("c", "loud", "silent"),
        "writer": ("d", "nobody", "loud"),
        "memory": ("b", "nobody", "silent"),
    }
