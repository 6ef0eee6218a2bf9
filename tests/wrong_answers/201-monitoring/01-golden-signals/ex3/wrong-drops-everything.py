# fails: ex3-tests ex3-tests-failures ex3-tests-papers
# why: no label, no cost
def plan():
    return {}
