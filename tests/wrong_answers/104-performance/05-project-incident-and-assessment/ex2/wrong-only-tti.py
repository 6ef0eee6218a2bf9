# fails: ex2-tests, ex2-tests-pass
# why: the goal of the project is TTI
def budget():
    return {"tti": 1.0}
