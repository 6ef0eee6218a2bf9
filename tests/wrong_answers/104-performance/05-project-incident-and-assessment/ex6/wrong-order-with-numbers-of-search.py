# fails: ex6-tests-waits, ex6-tests-work, ex6-tests-pair
# why: the numbers of the search under the name of the order
def findings() -> dict:
    return {
        "request": "order",
        "largest": "find",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": 252, "c": 171, "d": 67, "e": 26},
        "pair": "ac",
    }
