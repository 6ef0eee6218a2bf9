# fails: ex2a-tests-others
# why: counts what leads there, also what the checker refuses
def reach() -> set:
    return {1, 3, 4, 5, 7, 8, 10}
