# fails: ex5-tests-mutants
# why: takes running for checking and redundancy for a trait of one test
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
        "lines": "a",
        "equal": "a",
        "score": "d",
        "spare": "a",
    }
