# fails: ex2a-tests-spent ex2a-tests-worst
# why: divides by the requests of the day, so a quiet bad day looks worst
def report(days, target, expected):
    budget = (1 - target) * expected
    spent = [bad / requests / (1 - target) for requests, bad in days]
    by_cost = sorted(range(1, len(days) + 1), key=lambda day: -spent[day - 1])
    return {"spent": spent, "left": 1 - sum(spent), "worst": by_cost[:3]}
