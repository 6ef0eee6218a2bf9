def report(days, target, expected):
    budget = expected - target * expected
    spent = []
    for requests, bad in days:
        spent.append(bad / budget)
    pairs = sorted((-share, number + 1) for number, share in enumerate(spent))
    return {"spent": spent, "left": (budget - sum(bad for requests, bad in days)) / budget, "worst": [number for share, number in pairs[:3]]}
