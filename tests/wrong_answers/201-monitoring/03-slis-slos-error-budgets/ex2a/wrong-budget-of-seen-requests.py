# fails: ex2a-tests-spent
# why: takes the budget of the days so far, which grows each day
def report(days, target, expected):
    budget = (1 - target) * sum(requests for requests, bad in days)
    spent = [bad / budget for requests, bad in days]
    by_cost = sorted(range(1, len(days) + 1), key=lambda day: -spent[day - 1])
    return {"spent": spent, "left": 1 - sum(spent), "worst": by_cost[:3]}
