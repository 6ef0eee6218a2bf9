# fails: ex4-tests-status
# why: the sign, and a promise that outlives itself
def answers():
    return {
        "burn": 24,
        "missing": "c",
        "undelegated": "a",
        "offered": "d",
        "graver": "b",
        "first": "b",
        "abort": "d",
        "shed": 20,
        "both": "a",
        "promise": "c",
        "true": "b",
        "fresh": 40,
        "correct": "a",
        "skew": -3,
        "blameless": "c",
        "action": "b",
        "mttr": "d",
        "factors": "a",
    }
