# fails: ex2a-tests-names
# why: overlooks the dot at the end
def reach() -> set:
    return {3, 4, 5, 10}
