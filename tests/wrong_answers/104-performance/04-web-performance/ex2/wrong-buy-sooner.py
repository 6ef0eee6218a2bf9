# fails: ex2-tests-broken
# why: calls every smaller number sooner
def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    return {'A': 'same', 'B': 'sooner', 'C': 'broken', 'D': 'sooner', 'merge': 'D'}
