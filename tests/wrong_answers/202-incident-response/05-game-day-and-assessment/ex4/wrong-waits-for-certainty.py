# fails: ex4-tests
# why: declares what is known, and grades by effort
def answers():
    return {
        "burn": 24,
        "missing": "d",
        "undelegated": "a",
        "offered": "d",
        "graver": "c",
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
