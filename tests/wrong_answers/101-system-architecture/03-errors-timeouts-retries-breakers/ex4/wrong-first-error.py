# fails: ex4-tests-counting
# why: two openings in a minute look like a window that never slides
def diagnosis():
    return {"A": "a", "B": "b", "C": "d", "D": "d", "E": "f"}
