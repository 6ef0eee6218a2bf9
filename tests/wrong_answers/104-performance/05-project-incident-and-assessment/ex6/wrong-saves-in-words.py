# fails: ex6-tests-waits, ex6-tests-work
# why: puts the unit beside the number
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": "252 ms", "c": 171, "d": 67, "e": 26},
        "pair": "ac",
    }
