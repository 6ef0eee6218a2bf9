# fails: ex2-tests-state
# why: looks twice instead of claiming
def answers() -> dict:
    """Nothing to write here, if you answered above."""
    return {
        "layers": "c",
        "radius": "d",
        "adapter": "a",
        "contract": "b",
        "charge": "c",
        "when": "b",
        "relay": "b",
        "seat": "a",
        "chain": "d",
        "budget": "a",
        "left": "c",
        "shard": "b",
        "read": "a",
        "ratio": "d",
        "workers": "b",
        "queue": "b",
    }
