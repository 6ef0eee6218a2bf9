# fails: ex2-tests, ex2-tests-pass
# why: one limit for all
def budget():
    return {name: 1.1 for name in ("tti", "tbt", "buy", "picture", "script", "shift", "broken")}
