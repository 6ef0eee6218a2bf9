# fails: ex4-tests-data
# why: an offset reads everything, and the two queries of an event go together
def answers():
    return {"interval": "c", "replicas": "a", "stalled": "d", "self": "a", "growth": "b", "mails": "c", "merged": "d", "ceiling": "b", "trips": "c", "prefix": "b", "offset": "d", "joined": "a", "deferred": "a", "hashed": "c", "sliced": "d", "blocking": "b"}
