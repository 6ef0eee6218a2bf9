# fails: ex2a-tests-names
# why: gives those that the checker refuses
def reach() -> set:
    return {1, 2, 8}
