# fails: ex3-tests
# why: cuts tasks and moves nothing
def improve(plan):
    """Give a better plan."""
    plan["slice_ms"] = 45
    return plan
