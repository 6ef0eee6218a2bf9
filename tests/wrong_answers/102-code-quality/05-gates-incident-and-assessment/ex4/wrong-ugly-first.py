# fails: ex4-tests
# why: tidies the most complex file, and the old findings first
def answers():
    return {
        "lies": "b",
        "flat": "c",
        "hot": "b",
        "goal": "d",
        "ratchet": "a",
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
