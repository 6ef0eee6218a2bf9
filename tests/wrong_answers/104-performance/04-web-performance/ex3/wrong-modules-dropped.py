# fails: ex3-tests
# why: takes the routes out
def improve(plan):
    """Give a better plan."""
    for chunk in plan["chunks"]:
        chunk["modules"] = [name for name in chunk["modules"] if name not in ("tour", "viewer", "floors", "members", "gifts", "forms")]
    plan["third_parties"]["helper"] = "click"
    return plan
