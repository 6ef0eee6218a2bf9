# fails: ex6-tests-work, ex6-tests-pair
# why: a processor twice as fast halves the waiting, too
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": 252, "c": 171, "d": 500, "e": 26},
        "pair": "ad",
    }
