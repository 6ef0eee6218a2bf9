# fails: ex6-tests-waits
# why: an index makes a query free
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 430, "b": 252, "c": 171, "d": 67, "e": 26},
        "pair": "ac",
    }
