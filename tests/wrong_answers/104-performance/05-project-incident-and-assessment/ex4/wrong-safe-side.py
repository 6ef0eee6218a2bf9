# fails: ex4-tests
# why: the safe bound is the value, and no difference shown is none
def answers():
    return {"interval": "a", "replicas": "c", "stalled": "d", "self": "a", "growth": "b", "mails": "c", "merged": "d", "ceiling": "b", "trips": "d", "prefix": "b", "offset": "c", "joined": "a", "deferred": "a", "hashed": "c", "sliced": "d", "blocking": "b"}
