# fails: ex6-tests, ex6-tests-waits, ex6-tests-work, ex6-tests-pair
# why: hands in the form of the prompt
def findings() -> dict:
    return {
        "request": "search",
        "largest": "stars",
        "at_most": 1.3,
        "saves": {"a": 10, "b": 20, "c": 30, "d": 40, "e": 50},
        "pair": "ae",
    }
