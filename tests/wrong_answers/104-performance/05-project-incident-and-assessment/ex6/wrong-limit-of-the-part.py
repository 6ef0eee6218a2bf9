# fails: ex6-tests
# why: divides the whole by the part, and not by what is left
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 2.33,
        "saves": {"a": 421.4, "b": 252, "c": 171, "d": 67, "e": 26},
        "pair": "ac",
    }
