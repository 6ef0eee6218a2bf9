# fails: ex4-tests-mitigation
# why: takes what is left for what must go
def answers():
    return {
        "burn": 24,
        "missing": "c",
        "undelegated": "a",
        "offered": "d",
        "graver": "b",
        "first": "b",
        "abort": "d",
        "shed": 60,
        "both": "d",
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
