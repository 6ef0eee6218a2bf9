# fails: ex6-tests-waits
# why: both calls take as long as before, so nothing is saved
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": 0, "c": 171, "d": 67, "e": 26},
        "pair": "ac",
    }
