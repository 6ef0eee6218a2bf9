# fails: ex2-tests
# why: bytes have no noise, so they are the budget
def budget():
    return {"script": 1.0}
