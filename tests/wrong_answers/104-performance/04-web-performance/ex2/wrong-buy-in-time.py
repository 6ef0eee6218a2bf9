# fails: ex2-tests-broken
# why: sees 0.09 s and not the click that only loads Buy
def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    return {'A': 'same', 'B': 'same', 'C': 'broken', 'D': 'sooner', 'merge': 'D'}
