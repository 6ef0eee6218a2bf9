# fails: ex4-tests
# why: lets a docstring stand for a name, and a linter for all
def answers():
    return {
        "lies": "a",
        "flat": "c",
        "hot": "a",
        "goal": "d",
        "ratchet": "d",
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
