# fails: ex4-tests-web
# why: what a number gains, the visitor gains
def answers():
    return {"interval": "c", "replicas": "a", "stalled": "d", "self": "a", "growth": "b", "mails": "c", "merged": "d", "ceiling": "b", "trips": "d", "prefix": "b", "offset": "c", "joined": "a", "deferred": "d", "hashed": "c", "sliced": "a", "blocking": "b"}
