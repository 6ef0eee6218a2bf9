# fails: ex6-tests-work
# why: all of the work goes, and not half of it
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": 252, "c": 171, "d": 134, "e": 26},
        "pair": "ac",
    }
