# fails: ex4-tests-counting
# why: blames the threshold where good service was refused
def diagnosis():
    return {"A": "a", "B": "b", "C": "e", "D": "d", "E": "f"}
