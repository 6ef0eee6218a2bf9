# fails: ex6-tests, ex6-tests-waits, ex6-tests-work, ex6-tests-pair
# why: says the request in words of one's own
def findings() -> dict:
    return {
        "request": "the search page",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": 252, "c": 171, "d": 67, "e": 26},
        "pair": "ac",
    }
