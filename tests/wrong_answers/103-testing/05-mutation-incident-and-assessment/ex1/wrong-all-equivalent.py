# fails: ex1-tests, ex1-tests-equivalent
# why: takes the suite's word: what it lets live cannot be told apart
def verdicts():
    return dict.fromkeys("ABCDEFGH")
