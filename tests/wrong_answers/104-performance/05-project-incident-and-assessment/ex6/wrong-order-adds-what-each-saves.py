# fails: ex6-tests-pair
# why: in the order: takes the two largest numbers
def findings() -> dict:
    return {
        "request": "order",
        "largest": "find",
        "at_most": 1.72,
        "saves": {"a": 41, "b": 264, "c": 110.5, "d": 614.25, "e": 370},
        "pair": "de",
    }
