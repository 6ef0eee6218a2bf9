# fails: ex4-tests ex4-tests-counting
# why: names the logs in small letters
def diagnosis():
    return {"a": "a", "b": "b", "c": "c", "d": "d", "e": "f"}
