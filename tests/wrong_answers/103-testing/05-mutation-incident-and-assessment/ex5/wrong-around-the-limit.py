# fails: ex5-tests
# why: takes values around a limit for values at it, and pairs for rows
def answers():
    return {
        "oracle": "b",
        "limit": "b",
        "pairs": "b",
        "first": "c",
        "empty": "b",
        "filter": "d",
        "believes": "a",
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
