# fails: ex2a-tests-spent
# why: adds the days up, so each holds all before it
def report(days, target, expected):
    budget = (1 - target) * expected
    spent = [bad / budget for requests, bad in days]
    by_cost = sorted(range(1, len(days) + 1), key=lambda day: -spent[day - 1])
    total, so_far = 0, []
    for share in spent:
        total += share
        so_far.append(total)
    return {"spent": so_far, "left": 1 - total, "worst": by_cost[:3]}
