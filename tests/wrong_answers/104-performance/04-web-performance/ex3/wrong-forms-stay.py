# fails: ex3-tests-guards
# why: stops where pages 1 and 5 are just good enough
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "click", "click")
    split(plan, "visitors", ["members", "gifts"], "click", "click")
    plan["third_parties"]["helper"] = "click"
    return plan
