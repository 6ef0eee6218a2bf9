# fails: ex2-tests
# why: counts direct imports, and takes a check of direct imports for a whole one
def answers() -> dict:
    """Nothing to write here, if you answered above."""
    return {
        "layers": "d",
        "radius": "b",
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
        "read": "a",
        "ratio": "d",
        "workers": "b",
        "queue": "b",
    }
