# fails: ex4-tests
# why: writes capital letters
def answers():
    return {
        "lies": "B",
        "flat": "C",
        "hot": "A",
        "goal": "D",
        "ratchet": "B",
        "pin": "C",
        "rows": "B",
        "cut": "A",
        "red": "D",
        "swap": "B",
        "alias": "C",
        "maybe": "A",
        "flag": "D",
        "assistant": "C",
        "pieces": "A",
        "absent": "B",
        "weight": "D",
    }
