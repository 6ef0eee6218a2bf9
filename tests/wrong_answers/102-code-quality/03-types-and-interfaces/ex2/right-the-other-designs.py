def designs() -> dict[str, tuple[str, str, str]]:
    """Give a design for each function, and what happens to callers of yours and of the colleague's."""
    return {
        "notice": ("e", "nobody", "silent"),
        "outcome": ("c", "loud", "silent"),
        "writer": ("b", "nobody", "loud"),
        "memory": ("e", "nobody", "silent"),
    }
