# fails: ex2-tests-outcome
# why: expects an error where False has got a second meaning
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("c", "nobody", "silent"),
        "outcome": ("c", "loud", "loud"),
        "writer": ("c", "nobody", "loud"),
        "memory": ("b", "nobody", "silent"),
    }
