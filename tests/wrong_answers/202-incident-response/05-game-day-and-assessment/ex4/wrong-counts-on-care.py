# fails: ex4-tests-learning
# why: asks people to be more careful
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
        "fresh": 35,
        "correct": "a",
        "skew": 3,
        "blameless": "d",
        "action": "c",
        "mttr": "d",
        "factors": "a",
    }
