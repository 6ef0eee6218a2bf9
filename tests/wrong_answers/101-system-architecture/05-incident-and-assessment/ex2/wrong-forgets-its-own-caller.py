# fails: ex2-tests-errors
# why: one layer too few; config wins
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
        "chain": "b",
        "budget": "a",
        "left": "a",
        "shard": "b",
        "read": "a",
        "ratio": "d",
        "workers": "b",
        "queue": "b",
    }
