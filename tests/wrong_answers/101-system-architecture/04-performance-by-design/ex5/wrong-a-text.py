# fails: ex5-tests
# why: tells it in words
def log():
    return "794 to 236, to 236, to 84"
