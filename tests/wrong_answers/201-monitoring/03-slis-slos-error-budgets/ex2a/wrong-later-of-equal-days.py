# fails: ex2a-tests-worst
# why: puts the later of equal days first
def report(days, target, expected):
    budget = (1 - target) * expected
    spent = [bad / budget for requests, bad in days]
    by_cost = sorted(range(1, len(days) + 1), key=lambda day: (-spent[day - 1], -day))
    return {"spent": spent, "left": 1 - sum(spent), "worst": by_cost[:3]}
