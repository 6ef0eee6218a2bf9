def answers():
    return {
        "burn": 24,
        "missing": "c",
        "undelegated": "a",
        "offered": "d",
        "first": "b",
        "abort": "d",
        "both": "a",
        "promise": "c",
        "true": "b",
        "fresh": 35,
        "correct": "a",
        "blameless": "c",
        "action": "b",
        "factors": "a",
    }
