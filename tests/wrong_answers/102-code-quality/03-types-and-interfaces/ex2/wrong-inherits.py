# fails: ex2-tests-writer
# why: asks foreign classes to inherit, which nobody can make them
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("c", "nobody", "silent"),
        "outcome": ("c", "loud", "silent"),
        "writer": ("a", "nobody", "loud"),
        "memory": ("b", "nobody", "silent"),
    }
