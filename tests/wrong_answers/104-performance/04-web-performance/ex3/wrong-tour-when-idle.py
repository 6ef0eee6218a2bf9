# fails: ex3-tests
# why: lets all run when idle, before the page is quiet
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "idle", "idle")
    split(plan, "visitors", ["forms", "members", "gifts"], "idle", "idle")
    plan["third_parties"]["helper"] = "click"
    return plan
