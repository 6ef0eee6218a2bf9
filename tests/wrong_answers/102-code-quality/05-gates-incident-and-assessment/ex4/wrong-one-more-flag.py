# fails: ex4-tests-types
# why: adds a flag, and trusts that an entry is there
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
        "swap": "b",
        "alias": "c",
        "maybe": "b",
        "flag": "b",
        "assistant": "c",
        "pieces": "a",
        "absent": "b",
        "weight": "d",
    }
