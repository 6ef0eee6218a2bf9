# fails: ex6-tests-waits, ex6-tests-work
# why: says what the chosen two save, and nothing of the others
def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421, "c": 171},
        "pair": "ac",
    }
