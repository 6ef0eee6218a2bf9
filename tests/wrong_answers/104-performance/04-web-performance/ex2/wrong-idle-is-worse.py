# fails: ex2-tests-merge
# why: takes a worse TTI for no gain
def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    return {'A': 'same', 'B': 'broken', 'C': 'broken', 'D': 'same', 'merge': 'A'}
