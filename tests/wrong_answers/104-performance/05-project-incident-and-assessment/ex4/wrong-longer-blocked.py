# fails: ex4-tests-web
# why: takes the number for the visitor, and a name for a chain
def answers():
    return {"interval": "c", "replicas": "a", "stalled": "d", "self": "a", "growth": "b", "mails": "c", "merged": "d", "ceiling": "b", "trips": "d", "prefix": "b", "offset": "c", "joined": "a", "deferred": "a", "hashed": "b", "sliced": "d", "blocking": "a"}
