# fails: ex6-tests-pair
# why: takes all that is worth it, though there is time for two
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": 252, "c": 171, "d": 67, "e": 26},
        "pair": "abc",
    }
