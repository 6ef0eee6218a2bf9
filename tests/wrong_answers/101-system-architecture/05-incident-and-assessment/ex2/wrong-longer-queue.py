# fails: ex2-tests-performance
# why: a longer queue loses less; the lifetime is too short
def answers() -> dict:
    """Nothing to write here, if you answered above."""
    return {
        "layers": "c",
        "radius": "d",
        "adapter": "a",
        "contract": "b",
        "charge": "c",
        "when": "a",
        "relay": "b",
        "seat": "d",
        "chain": "d",
        "budget": "a",
        "left": "c",
        "shard": "b",
        "read": "b",
        "ratio": "d",
        "workers": "b",
        "queue": "d",
    }
