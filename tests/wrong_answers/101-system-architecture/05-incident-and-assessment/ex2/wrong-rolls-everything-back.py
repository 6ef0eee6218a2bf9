# fails: ex2-tests-state
# why: takes two systems for one transaction
def answers() -> dict:
    """Nothing to write here, if you answered above."""
    return {
        "layers": "c",
        "radius": "d",
        "adapter": "a",
        "contract": "b",
        "charge": "c",
        "when": "a",
        "relay": "c",
        "seat": "c",
        "chain": "d",
        "budget": "a",
        "left": "c",
        "shard": "b",
        "read": "a",
        "ratio": "d",
        "workers": "b",
        "queue": "b",
    }
