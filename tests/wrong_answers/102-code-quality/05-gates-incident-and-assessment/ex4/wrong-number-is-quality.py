# fails: ex4-tests
# why: takes the number for what it measures, and a gate for better code
def answers():
    return {
        "lies": "b",
        "flat": "a",
        "hot": "a",
        "goal": "a",
        "ratchet": "b",
        "pin": "c",
        "rows": "b",
        "cut": "a",
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
