# fails: ex2-tests-pass
# why: as much room for TTI as the chat needs on page 0
def budget():
    return {"tti": 1.2308, "buy": 1.005, "picture": 1.02, "shift": 1.0, "broken": 0}
