# fails: ex4-tests-data
# why: an index helps any of its columns, and a join adds up
def answers():
    return {"interval": "c", "replicas": "a", "stalled": "d", "self": "a", "growth": "b", "mails": "c", "merged": "d", "ceiling": "b", "trips": "d", "prefix": "d", "offset": "c", "joined": "b", "deferred": "a", "hashed": "c", "sliced": "d", "blocking": "b"}
