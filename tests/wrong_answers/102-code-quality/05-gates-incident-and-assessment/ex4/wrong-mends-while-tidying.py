# fails: ex4-tests-refactoring
# why: mends faults on the way, and is glad of a green pin
def answers():
    return {
        "lies": "b",
        "flat": "c",
        "hot": "a",
        "goal": "d",
        "ratchet": "b",
        "pin": "a",
        "rows": "b",
        "cut": "a",
        "red": "a",
        "swap": "b",
        "alias": "c",
        "maybe": "a",
        "flag": "d",
        "assistant": "c",
        "pieces": "a",
        "absent": "b",
        "weight": "d",
    }
