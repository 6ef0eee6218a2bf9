# fails: ex5-tests, ex5-tests-properties, ex5-tests-doubles, ex5-tests-mutants
# why: knows half of each part
def answers():
    return {
        "oracle": "c",
        "limit": "d",
        "pairs": "d",
        "first": "c",
        "empty": "d",
        "filter": "c",
        "believes": "a",
        "shrunk": "a",
        "stub": "d",
        "reply": "c",
        "field": "a",
        "victim": "c",
        "lines": "c",
        "equal": "a",
        "score": "c",
        "spare": "c",
    }
