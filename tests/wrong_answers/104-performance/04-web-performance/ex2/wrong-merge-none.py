# fails: ex2-tests-merge
# why: merges none of them
def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    return {'A': 'same', 'B': 'broken', 'C': 'broken', 'D': 'sooner', 'merge': ''}
