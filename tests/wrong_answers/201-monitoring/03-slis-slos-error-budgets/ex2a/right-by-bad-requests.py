def report(days, target, expected):
    may_fail = expected * (1 - target)
    bads = [bad for requests, bad in days]
    worst = sorted(range(len(days)), key=lambda index: bads[index], reverse=True)
    return {"spent": [bad / may_fail for bad in bads], "left": 1 - sum(bads) / may_fail, "worst": [index + 1 for index in worst][:3]}
