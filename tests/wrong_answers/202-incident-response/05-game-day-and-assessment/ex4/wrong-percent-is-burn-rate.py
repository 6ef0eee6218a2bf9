# fails: ex4-tests
# why: takes the share for the rate, and the middle for safe
def answers():
    return {
        "burn": 2.4,
        "missing": "b",
        "undelegated": "a",
        "offered": "d",
        "graver": "b",
        "first": "b",
        "abort": "d",
        "shed": 20,
        "both": "a",
        "promise": "c",
        "true": "b",
        "fresh": 35,
        "correct": "a",
        "skew": 3,
        "blameless": "c",
        "action": "b",
        "mttr": "d",
        "factors": "a",
    }
