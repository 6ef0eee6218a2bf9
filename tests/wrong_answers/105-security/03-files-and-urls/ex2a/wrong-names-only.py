# fails: ex2a-tests-ways
# why: looks at the table of names and stops there
def reach() -> set:
    return {4, 5, 7}
