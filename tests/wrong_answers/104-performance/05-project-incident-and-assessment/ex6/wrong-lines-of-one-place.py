# fails: ex6-tests-work
# why: sees the first of two places from which the function is called
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": 252, "c": 171, "d": 67, "e": 19},
        "pair": "ac",
    }
