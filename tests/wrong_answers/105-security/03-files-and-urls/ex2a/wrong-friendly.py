# fails: ex2a-tests-names
# why: trusts a name that says friendly
def reach() -> set:
    return {3, 4, 7, 10}
