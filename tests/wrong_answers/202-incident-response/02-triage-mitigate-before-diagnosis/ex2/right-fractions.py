from fractions import Fraction

def choose(ladder, facts, rate, horizon):
    """Exact prices in a sorted list of candidates."""
    candidates = []
    for place, act in enumerate(ladder):
        if any(facts.get(need) is not True for need in act["needs"]):
            continue
        until = act["minutes"] if act["minutes"] < horizon else horizon
        left = Fraction(100 - act["stops"], 100)
        harm = act["cost"] + rate * (until + left * (horizon - until))
        candidates.append((harm, act["minutes"], place, act))
    candidates.sort(key=lambda entry: entry[:3])
    nothing = Fraction(rate * horizon)
    best, name = nothing, None
    for harm, _, _, act in candidates:
        if act["undo"] and harm < nothing:
            best, name = harm, act["name"]
            break
    for harm, _, _, act in candidates:
        if not act["undo"]:
            return act["name"] if harm < best / 2 else name
    return name
