# fails: ex2-tests
# why: uses words of its own
def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    return {'A': 'no gain', 'B': 'broken', 'C': 'broken', 'D': 'faster', 'merge': 'D'}
