def answers() -> dict:
    """Nothing to write here, if you answered above."""
    return {
        "radius": "d",
        "adapter": "a",
        "contract": "b",
        "when": "a",
        "relay": "b",
        "seat": "d",
        "chain": "d",
        "budget": "a",
        "left": "c",
        "read": "a",
        "workers": "b",
        "queue": "b",
    }
