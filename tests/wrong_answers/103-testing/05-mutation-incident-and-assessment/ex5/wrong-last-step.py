# fails: ex5-tests-properties
# why: blames the last step
def answers():
    return {
        "oracle": "b",
        "limit": "d",
        "pairs": "a",
        "first": "c",
        "empty": "c",
        "filter": "d",
        "believes": "a",
        "shrunk": "b",
        "stub": "c",
        "reply": "d",
        "field": "a",
        "victim": "c",
        "lines": "b",
        "equal": "a",
        "score": "d",
        "spare": "c",
    }
