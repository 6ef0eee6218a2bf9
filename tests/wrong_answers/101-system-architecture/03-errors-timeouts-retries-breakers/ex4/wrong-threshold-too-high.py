# fails: ex4-tests-counting
# why: blames the threshold for never opening
def diagnosis():
    return {"A": "a", "B": "b", "C": "c", "D": "e", "E": "f"}
