# fails: ex3-tests
# why: lets the third party run last
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "idle", "click")
    split(plan, "visitors", ["forms", "members", "gifts"], "idle", "click")
    plan["third_parties"]["helper"] = "idle"
    return plan
