# fails: ex2-tests-pass
# why: nothing may get worse; the chat that comes when idle is refused for a tool's number
def budget():
    return {"tti": 1.0, "tbt": 1.0, "buy": 1.0, "picture": 1.0, "script": 1.0, "shift": 1.0, "broken": 0}
