# fails: ex2a-tests-worst
# why: calls the days with the highest error rates worst
def report(days, target, expected):
    budget = (1 - target) * expected
    spent = [bad / budget for requests, bad in days]
    by_cost = sorted(range(1, len(days) + 1), key=lambda day: -days[day - 1][1] / days[day - 1][0])
    return {"spent": spent, "left": 1 - sum(spent), "worst": by_cost[:3]}
