# fails: ex2-tests
# why: names the traces in small letters
def decisions():
    return {"a": "a", "b": "b", "c": "c", "d": "d", "e": "a"}
