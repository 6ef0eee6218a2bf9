# fails: ex2-tests-errors
# why: a breaker hurts the sick only; the budget starts empty
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
        "budget": "c",
        "left": "c",
        "shard": "a",
        "read": "a",
        "ratio": "d",
        "workers": "b",
        "queue": "b",
    }
