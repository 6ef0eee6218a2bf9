# fails: ex5-tests
# why: takes what the program prints for what it should print
def answers():
    return {
        "oracle": "a",
        "limit": "d",
        "pairs": "a",
        "first": "b",
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
