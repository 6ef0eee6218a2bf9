# fails: ex4-tests-cost
# why: chain is lazy, so all of it is; a set changes nothing else
def answers():
    return {"interval": "c", "replicas": "a", "stalled": "d", "self": "a", "growth": "b", "mails": "d", "merged": "a", "ceiling": "b", "trips": "d", "prefix": "b", "offset": "c", "joined": "a", "deferred": "a", "hashed": "c", "sliced": "d", "blocking": "b"}
