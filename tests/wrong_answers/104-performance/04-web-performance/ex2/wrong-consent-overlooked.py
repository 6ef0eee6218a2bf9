# fails: ex2-tests-broken
# why: reads the numbers of C and not its plan
def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    return {'A': 'same', 'B': 'broken', 'C': 'sooner', 'D': 'sooner', 'merge': 'D'}
