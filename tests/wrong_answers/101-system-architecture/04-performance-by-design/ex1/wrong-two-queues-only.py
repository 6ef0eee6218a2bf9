# fails: ex1-tests, ex1-tests-late
# why: decides two of the four queues
def next_rules():
    return dict(invoices="a", seats="c")
