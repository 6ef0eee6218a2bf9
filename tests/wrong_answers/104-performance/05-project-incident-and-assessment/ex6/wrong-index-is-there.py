# fails: ex6-tests-waits, ex6-tests-pair
# why: an index with the venue exists, so another one gains nothing
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 0, "b": 252, "c": 171, "d": 67, "e": 26},
        "pair": "bc",
    }
