# fails: ex2-tests-state
# why: silence is no; the crash loses the message
def answers() -> dict:
    """Nothing to write here, if you answered above."""
    return {
        "layers": "c",
        "radius": "d",
        "adapter": "a",
        "contract": "b",
        "charge": "b",
        "when": "a",
        "relay": "a",
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
