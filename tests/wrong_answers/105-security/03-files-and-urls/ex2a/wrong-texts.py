# fails: ex2a-tests-names
# why: gives the numbers as texts
def reach() -> set:
    return {"3", "4", "5", "7", "10"}
