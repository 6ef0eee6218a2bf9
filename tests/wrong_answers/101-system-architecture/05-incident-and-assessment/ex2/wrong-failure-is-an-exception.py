# fails: ex2-tests
# why: believes that a traceback would show it
def answers() -> dict:
    """Nothing to write here, if you answered above."""
    return {
        "layers": "c",
        "radius": "d",
        "adapter": "c",
        "contract": "c",
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
