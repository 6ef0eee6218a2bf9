# fails: ex4-tests-types
# why: expects a checker to read names of parameters
def answers():
    return {
        "lies": "b",
        "flat": "c",
        "hot": "a",
        "goal": "d",
        "ratchet": "b",
        "pin": "c",
        "rows": "b",
        "cut": "a",
        "red": "d",
        "swap": "a",
        "alias": "a",
        "maybe": "a",
        "flag": "d",
        "assistant": "c",
        "pieces": "a",
        "absent": "b",
        "weight": "d",
    }
