# fails: ex6-tests
# why: reads the profile on the processor, where the waiting can't be seen
def findings() -> dict:
    return {
        "request": "search",
        "largest": "money",
        "at_most": 1.63,
        "saves": {"a": 421.4, "b": 252, "c": 171, "d": 67, "e": 26},
        "pair": "ac",
    }
