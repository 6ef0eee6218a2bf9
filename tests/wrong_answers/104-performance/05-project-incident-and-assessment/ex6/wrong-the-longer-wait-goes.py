# fails: ex6-tests-waits
# why: of two waits at the same time the longer one stays
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": 430, "c": 171, "d": 67, "e": 26},
        "pair": "ac",
    }
