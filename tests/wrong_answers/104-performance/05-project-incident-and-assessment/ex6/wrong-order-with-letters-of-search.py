# fails: ex6-tests-waits, ex6-tests-work, ex6-tests-pair
# why: copied from somebody with the other variant: the numbers of the order at the letters of the search
def findings() -> dict:
    return {
        "request": "order",
        "largest": "find",
        "at_most": 1.72,
        "saves": {"a": 614.25, "b": 370, "c": 264, "d": 110.5, "e": 41},
        "pair": "ac",
    }
