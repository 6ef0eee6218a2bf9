# fails: ex4-tests-status
# why: changes the record in silence
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
        "fresh": 50,
        "correct": "c",
        "skew": 3,
        "blameless": "c",
        "action": "b",
        "mttr": "d",
        "factors": "a",
    }
