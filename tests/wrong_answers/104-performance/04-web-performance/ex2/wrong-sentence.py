# fails: ex2-tests
# fails: ex2-tests-broken
# why: answers in a sentence
def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    return "D is the honest one"
