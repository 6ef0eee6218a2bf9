# fails: ex3-tests
# why: takes the statistics out
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "click", "click")
    plan["third_parties"]["helper"] = "click"
    del plan["third_parties"]["stats"]
    return plan
