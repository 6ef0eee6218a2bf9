# fails: ex2a-tests-worst
# why: sorts the three worst by their number
def report(days, target, expected):
    budget = (1 - target) * expected
    spent = [bad / budget for requests, bad in days]
    by_cost = sorted(range(1, len(days) + 1), key=lambda day: -spent[day - 1])
    return {"spent": spent, "left": 1 - sum(spent), "worst": sorted(by_cost[:3])}
