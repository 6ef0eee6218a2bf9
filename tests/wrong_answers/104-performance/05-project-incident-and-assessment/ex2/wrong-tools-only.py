# fails: ex2-tests, ex2-tests-pass
# why: what a tool reports
def budget():
    return {"tti": 1.0, "tbt": 1.0, "script": 1.0}
