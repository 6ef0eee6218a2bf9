# fails: ex4-tests
# why: total time taken for self time, and an edge for a result
def answers():
    return {"interval": "b", "replicas": "a", "stalled": "d", "self": "c", "growth": "b", "mails": "c", "merged": "d", "ceiling": "b", "trips": "d", "prefix": "b", "offset": "c", "joined": "a", "deferred": "a", "hashed": "c", "sliced": "d", "blocking": "b"}
