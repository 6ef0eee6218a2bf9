def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    found = {}
    for name, plan in four.items():
        ready = load_plan(page, plan)
        gain = load(page, load_plan(page, with_facade())).usable_us - load(page, ready).usable_us
        found[name] = "broken" if lost_functions(page, ready) else "sooner" if gain >= 500_000 else "same"
    return found | {"merge": next(name for name in found if found[name] == "sooner")}
