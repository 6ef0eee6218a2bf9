# fails: ex2a-tests-others
# why: overlooks that the checker reads the end of the host's part
def reach() -> set:
    return {3, 4, 5, 7, 8, 10}
