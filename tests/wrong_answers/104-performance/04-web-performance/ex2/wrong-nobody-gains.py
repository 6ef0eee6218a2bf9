# fails: ex2-tests-merge
# why: thinks that a route is lost when it loads while idle
def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    return {'A': 'same', 'B': 'broken', 'C': 'broken', 'D': 'broken', 'merge': 'A'}
