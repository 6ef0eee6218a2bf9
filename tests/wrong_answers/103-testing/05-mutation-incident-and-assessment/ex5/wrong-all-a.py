# fails: ex5-tests, ex5-tests-doubles, ex5-tests-mutants
# why: clicks the first answer each time
def answers():
    return {
        "oracle": "a",
        "limit": "a",
        "pairs": "a",
        "first": "a",
        "empty": "a",
        "filter": "a",
        "believes": "a",
        "shrunk": "a",
        "stub": "a",
        "reply": "a",
        "field": "a",
        "victim": "a",
        "lines": "a",
        "equal": "a",
        "score": "a",
        "spare": "a",
    }
