# fails: ex2a-tests-ways
# why: takes a number for a name that nobody has
def reach() -> set:
    return {4, 5, 7, 10}
