# fails: ex3-tests
# why: cuts out libraries that all still run at the start
def improve(plan):
    """Give a better plan."""
    split(plan, "libraries", ["forms", "viewer"], "start", "start")
    plan["chunks"].reverse()
    plan["third_parties"]["helper"] = "click"
    return plan
