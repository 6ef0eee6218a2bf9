# fails: ex2-tests-outcome
# why: False means no in both cases, so callers seem fine
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("c", "nobody", "silent"),
        "outcome": ("c", "loud", "nobody"),
        "writer": ("c", "nobody", "loud"),
        "memory": ("b", "nobody", "silent"),
    }
