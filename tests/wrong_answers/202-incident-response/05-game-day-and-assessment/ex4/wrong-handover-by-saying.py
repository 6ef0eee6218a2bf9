# fails: ex4-tests
# why: a hat that is not worn is nobody's
def answers():
    return {
        "burn": 24,
        "missing": "c",
        "undelegated": "d",
        "offered": "a",
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
