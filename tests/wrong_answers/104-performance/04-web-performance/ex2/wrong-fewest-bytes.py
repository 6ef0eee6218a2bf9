# fails: ex2-tests-broken
# why: goes by initial bytes
def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    return {'A': 'same', 'B': 'same', 'C': 'sooner', 'D': 'sooner', 'merge': 'C'}
