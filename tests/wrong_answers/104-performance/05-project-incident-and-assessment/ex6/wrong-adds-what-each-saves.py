# fails: ex6-tests-pair
# why: takes the two largest numbers, and forgets that the first change takes away what the second one saves
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": 252, "c": 171, "d": 67, "e": 26},
        "pair": "ab",
    }
