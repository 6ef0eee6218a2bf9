# fails: ex2-tests-pass
# why: a little room for TTI: enough for the languages, and not for the chat
def budget():
    return {"tti": 1.05, "buy": 1.005, "picture": 1.02, "shift": 1.0, "broken": 0}
