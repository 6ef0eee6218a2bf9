# fails: ex5-tests-properties
# why: thinks that more draws mend every property
def answers():
    return {
        "oracle": "b",
        "limit": "d",
        "pairs": "a",
        "first": "c",
        "empty": "b",
        "filter": "a",
        "believes": "b",
        "shrunk": "a",
        "stub": "c",
        "reply": "d",
        "field": "a",
        "victim": "c",
        "lines": "b",
        "equal": "a",
        "score": "d",
        "spare": "c",
    }
