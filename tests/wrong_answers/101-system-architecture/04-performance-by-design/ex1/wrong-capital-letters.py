# fails: ex1-tests, ex1-tests-late
# why: writes the letters as capitals
def next_rules():
    return dict(invoices="A", pages="B", seats="C", positions="D")
