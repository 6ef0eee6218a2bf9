# fails: ex2-tests
# why: thinks that slices break Buy
def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    return {'A': 'broken', 'B': 'broken', 'C': 'broken', 'D': 'sooner', 'merge': 'D'}
