# fails: ex2a-tests-spent
# why: gives what was spent as what is left
def report(days, target, expected):
    budget = (1 - target) * expected
    spent = [bad / budget for requests, bad in days]
    by_cost = sorted(range(1, len(days) + 1), key=lambda day: -spent[day - 1])
    return {"spent": spent, "left": sum(spent), "worst": by_cost[:3]}
