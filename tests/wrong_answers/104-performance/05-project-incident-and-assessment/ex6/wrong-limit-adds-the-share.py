# fails: ex6-tests
# why: a part of 43 % gains 43 %
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.43,
        "saves": {"a": 421.4, "b": 252, "c": 171, "d": 67, "e": 26},
        "pair": "ac",
    }
