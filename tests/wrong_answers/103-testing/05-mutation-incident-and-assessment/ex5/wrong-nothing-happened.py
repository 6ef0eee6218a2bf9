# fails: ex5-tests-doubles
# why: a call that failed did nothing, and the red test is the culprit
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
        "stub": "c",
        "reply": "a",
        "field": "a",
        "victim": "a",
        "lines": "b",
        "equal": "a",
        "score": "d",
        "spare": "c",
    }
