# fails: ex2a-tests-others
# why: finds the address behind a question mark and counts it
def reach() -> set:
    return {2, 3, 4, 5, 7, 10}
