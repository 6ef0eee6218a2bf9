# fails: ex6-tests-waits
# why: in the order: an index makes a statement free
def findings() -> dict:
    return {
        "request": "order",
        "largest": "find",
        "at_most": 1.72,
        "saves": {"a": 41, "b": 264, "c": 110.5, "d": 630, "e": 370},
        "pair": "bd",
    }
