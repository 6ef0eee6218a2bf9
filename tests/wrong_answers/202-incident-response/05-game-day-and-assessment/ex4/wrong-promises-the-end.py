# fails: ex4-tests-status
# why: hopes aloud
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
        "promise": "a",
        "true": "c",
        "fresh": 35,
        "correct": "a",
        "skew": 3,
        "blameless": "c",
        "action": "b",
        "mttr": "d",
        "factors": "a",
    }
