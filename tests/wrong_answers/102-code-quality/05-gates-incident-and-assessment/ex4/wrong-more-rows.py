# fails: ex4-tests-refactoring
# why: wants more rows and smaller functions
def answers():
    return {
        "lies": "b",
        "flat": "c",
        "hot": "a",
        "goal": "d",
        "ratchet": "b",
        "pin": "c",
        "rows": "a",
        "cut": "b",
        "red": "d",
        "swap": "b",
        "alias": "c",
        "maybe": "a",
        "flag": "d",
        "assistant": "c",
        "pieces": "a",
        "absent": "b",
        "weight": "d",
    }
