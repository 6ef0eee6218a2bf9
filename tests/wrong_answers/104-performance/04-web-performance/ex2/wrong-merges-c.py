# fails: ex2-tests-merge
# why: prefers the plan in which all numbers are good
def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    return {'A': 'same', 'B': 'broken', 'C': 'sooner', 'D': 'sooner', 'merge': 'C'}
