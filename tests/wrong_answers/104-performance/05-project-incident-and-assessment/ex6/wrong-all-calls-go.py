# fails: ex6-tests-waits
# why: forgets the one call that stays
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": 252, "c": 190, "d": 67, "e": 26},
        "pair": "ac",
    }
