# fails: ex6-tests-waits
# why: counts the call that is left as what is saved
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": 252, "c": 19, "d": 67, "e": 26},
        "pair": "ac",
    }
