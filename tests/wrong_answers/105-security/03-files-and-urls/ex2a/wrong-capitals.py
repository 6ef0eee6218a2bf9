# fails: ex2a-tests-names
# why: takes capitals for the same text
def reach() -> set:
    return {3, 5, 7, 10}
