# fails: ex2-tests
# why: leaves the decision out
def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    return {'A': 'same', 'B': 'broken', 'C': 'broken', 'D': 'sooner'}
