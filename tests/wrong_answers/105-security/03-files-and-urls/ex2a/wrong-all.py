# fails: ex2a-tests-others
# why: names all ten
def reach() -> set:
    return set(range(1, 11))
