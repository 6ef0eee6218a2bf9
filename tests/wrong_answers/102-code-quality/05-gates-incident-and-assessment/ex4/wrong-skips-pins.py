# fails: ex4-tests-refactoring
# why: skips a test that shows a fault, and blames its strictness
def answers():
    return {
        "lies": "b",
        "flat": "c",
        "hot": "a",
        "goal": "d",
        "ratchet": "b",
        "pin": "d",
        "rows": "b",
        "cut": "a",
        "red": "c",
        "swap": "b",
        "alias": "c",
        "maybe": "a",
        "flag": "d",
        "assistant": "c",
        "pieces": "a",
        "absent": "b",
        "weight": "d",
    }
