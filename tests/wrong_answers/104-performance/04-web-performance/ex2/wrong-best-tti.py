# fails: ex2-tests-merge
# why: goes by TTI
def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    return {'A': 'sooner', 'B': 'same', 'C': 'sooner', 'D': 'same', 'merge': 'C'}
