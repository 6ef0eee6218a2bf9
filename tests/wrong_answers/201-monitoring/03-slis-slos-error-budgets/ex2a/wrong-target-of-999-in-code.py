# fails: ex2a-tests-spent
# why: writes 99.9 % into the code
def report(days, target, expected):
    budget = 0.001 * expected
    spent = [bad / budget for requests, bad in days]
    by_cost = sorted(range(1, len(days) + 1), key=lambda day: -spent[day - 1])
    return {"spent": spent, "left": 1 - sum(spent), "worst": by_cost[:3]}
