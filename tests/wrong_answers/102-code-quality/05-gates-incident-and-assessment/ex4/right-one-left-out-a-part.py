def answers():
    return {
        "flat": "c",
        "hot": "a",
        "goal": "d",
        "ratchet": "b",
        "rows": "b",
        "cut": "a",
        "red": "d",
        "swap": "b",
        "alias": "c",
        "maybe": "a",
        "assistant": "c",
        "pieces": "a",
        "absent": "b",
    }
