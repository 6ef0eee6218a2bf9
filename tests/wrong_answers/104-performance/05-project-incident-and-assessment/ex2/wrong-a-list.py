# fails: ex2-tests, ex2-tests-pass
# why: names what is guarded, and no limit
def budget():
    return ["buy", "picture", "shift", "broken"]
