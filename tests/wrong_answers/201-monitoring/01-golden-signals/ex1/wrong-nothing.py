# fails: ex1-tests ex1-tests-wait ex1-tests-gone
# why: gives the form without any signal
def seen():
    return {
        "A": {},
        "B": {},
        "C": {},
        "D": {},
        "E": {},
        "F": {},
    }
