# fails: ex3-tests-guards
# why: all the script measures, and on a fast link the picture comes later
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "idle", "click")
    split(plan, "visitors", ["forms", "members", "gifts"], "idle", "click")
    plan["third_parties"]["helper"] = "click"
    return plan
