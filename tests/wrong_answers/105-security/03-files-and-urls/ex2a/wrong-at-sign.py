# fails: ex2a-tests-others
# why: reads the user's name as the host
def reach() -> set:
    return {3, 4, 5, 6, 7, 10}
