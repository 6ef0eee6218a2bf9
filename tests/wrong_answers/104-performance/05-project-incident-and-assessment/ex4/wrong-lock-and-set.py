# fails: ex4-tests-cost
# why: a fifth is under the lock, so four fifths of 1,000
def answers():
    return {"interval": "c", "replicas": "a", "stalled": "d", "self": "a", "growth": "b", "mails": "a", "merged": "d", "ceiling": "c", "trips": "d", "prefix": "b", "offset": "c", "joined": "a", "deferred": "a", "hashed": "c", "sliced": "d", "blocking": "b"}
