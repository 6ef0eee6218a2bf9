def answers() -> dict:
    """Nothing to write here, if you answered above."""
    return {
        "layers": "c",
        "radius": "b",
        "adapter": "a",
        "contract": "b",
        "charge": "c",
        "when": "a",
        "relay": "b",
        "seat": "a",
        "chain": "c",
        "budget": "a",
        "left": "c",
        "shard": "b",
        "read": "a",
        "ratio": "d",
        "workers": "b",
        "queue": "c",
    }
