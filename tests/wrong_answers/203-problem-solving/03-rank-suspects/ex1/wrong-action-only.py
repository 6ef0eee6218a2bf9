# fails: ex1-tests ex1-tests-lies ex1-tests-lines
# why: gives the action without the line
def next_steps():
    return {"A": "trust", "B": "step back", "C": "collect", "D": "split", "E": "missing", "F": "collect", "G": "trust", "H": "step back"}
