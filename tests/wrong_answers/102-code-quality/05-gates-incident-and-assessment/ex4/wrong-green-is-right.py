# fails: ex4-tests-review
# why: asks for coverage, and reviews longer
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
        "maybe": "a",
        "flag": "d",
        "assistant": "a",
        "pieces": "c",
        "absent": "b",
        "weight": "d",
    }
