# fails: ex5-tests-doubles
# why: takes a mock for a contract
def answers():
    return {
        "oracle": "b",
        "limit": "d",
        "pairs": "a",
        "first": "c",
        "empty": "b",
        "filter": "d",
        "believes": "a",
        "shrunk": "a",
        "stub": "a",
        "reply": "d",
        "field": "b",
        "victim": "c",
        "lines": "b",
        "equal": "a",
        "score": "d",
        "spare": "c",
    }
