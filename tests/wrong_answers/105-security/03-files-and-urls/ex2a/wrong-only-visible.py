# fails: ex2a-tests-names
# why: hands in the example
def reach() -> set:
    return {5}
