# fails: ex6-tests
# why: takes the function that is in each stack
def findings() -> dict:
    return {
        "request": "search",
        "largest": "search",
        "at_most": 10,
        "saves": {"a": 421.4, "b": 252, "c": 171, "d": 67, "e": 26},
        "pair": "ac",
    }
