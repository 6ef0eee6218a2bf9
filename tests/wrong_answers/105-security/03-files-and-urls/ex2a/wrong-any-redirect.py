# fails: ex2a-tests-others
# why: counts every host that redirects
def reach() -> set:
    return {3, 4, 5, 7, 9, 10}
