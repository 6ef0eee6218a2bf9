# fails: ex2-tests, ex2-tests-lost, ex2-tests-undo
# why: hands in the client as it was
def order(key):
    for vendor in ("labels", "insurance"):
        word = "busy"
        while word in ("busy", "unknown"):
            word = yield vendor, "make", key
        if word == "refused":
            return "refused"
    return "printed"
