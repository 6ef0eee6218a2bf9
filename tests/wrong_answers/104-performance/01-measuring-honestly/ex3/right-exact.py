def promises() -> dict[str, dict]:
    """Give the limits as quotients."""
    return {
        "events": dict(function="escape", does="works", at_most=500 / 300, fix="b"),
        "report": dict(function="money", does="works", at_most=500 / 260, fix="a"),
        "checkout": dict(function="risk", does="waits", at_most=640 / 350, fix="b"),
    }
