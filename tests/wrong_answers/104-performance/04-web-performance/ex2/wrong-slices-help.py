# fails: ex2-tests
# why: takes a quiet page for a useful one
def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    return {'A': 'sooner', 'B': 'broken', 'C': 'broken', 'D': 'sooner', 'merge': 'D'}
