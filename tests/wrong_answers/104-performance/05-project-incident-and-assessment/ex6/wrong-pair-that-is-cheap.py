# fails: ex6-tests-pair
# why: one large change and one that is quickly made
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": 252, "c": 171, "d": 67, "e": 26},
        "pair": "ae",
    }
