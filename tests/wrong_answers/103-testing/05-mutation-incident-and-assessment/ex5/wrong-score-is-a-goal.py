# fails: ex5-tests-mutants
# why: every survivor must die, and a score is a share of real faults
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
        "reply": "d",
        "field": "a",
        "victim": "c",
        "lines": "b",
        "equal": "b",
        "score": "a",
        "spare": "c",
    }
