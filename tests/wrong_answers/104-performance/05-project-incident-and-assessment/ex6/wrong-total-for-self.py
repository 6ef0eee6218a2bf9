# fails: ex6-tests-work
# why: counts what the function calls as its own lines
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": 252, "c": 171, "d": 67, "e": 35},
        "pair": "ac",
    }
