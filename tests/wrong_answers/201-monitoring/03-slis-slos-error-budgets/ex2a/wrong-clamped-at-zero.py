# fails: ex2a-tests-spent
# why: stops at 0, so nobody sees by how much the month is overspent
def report(days, target, expected):
    budget = (1 - target) * expected
    spent = [bad / budget for requests, bad in days]
    by_cost = sorted(range(1, len(days) + 1), key=lambda day: -spent[day - 1])
    return {"spent": spent, "left": max(0.0, 1 - sum(spent)), "worst": by_cost[:3]}
