# fails: ex2a-tests-ways
# why: takes a redirect for harmless
def reach() -> set:
    return {3, 4, 5, 7}
