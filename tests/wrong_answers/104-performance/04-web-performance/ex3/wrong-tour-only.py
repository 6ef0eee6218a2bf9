# fails: ex3-tests
# why: one measure, which gains a quarter
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "click", "click")
    return plan
