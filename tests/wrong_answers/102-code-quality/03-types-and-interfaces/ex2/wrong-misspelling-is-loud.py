# fails: ex2-tests
# why: expects an error for a word that **options takes
def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("c", "nobody", "loud"),
        "outcome": ("c", "loud", "silent"),
        "writer": ("c", "nobody", "loud"),
        "memory": ("b", "nobody", "silent"),
    }
