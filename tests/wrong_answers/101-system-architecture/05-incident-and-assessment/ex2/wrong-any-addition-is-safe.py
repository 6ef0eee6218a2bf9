# fails: ex2-tests
# why: adding is safe, removing breaks; an accepted mail is a sent one
def answers() -> dict:
    """Nothing to write here, if you answered above."""
    return {
        "layers": "c",
        "radius": "d",
        "adapter": "b",
        "contract": "d",
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
