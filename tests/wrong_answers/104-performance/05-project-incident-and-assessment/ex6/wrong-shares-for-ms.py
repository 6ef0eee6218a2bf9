# fails: ex6-tests-waits, ex6-tests-work
# why: gives per cent where ms are asked for
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 42, "b": 25, "c": 17, "d": 7, "e": 3},
        "pair": "ac",
    }
