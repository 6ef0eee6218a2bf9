# fails: ex4-tests-web
# why: a chunk of libraries keeps all in the cache, and defer brings the button
def answers():
    return {"interval": "c", "replicas": "a", "stalled": "d", "self": "a", "growth": "b", "mails": "c", "merged": "d", "ceiling": "b", "trips": "d", "prefix": "b", "offset": "c", "joined": "a", "deferred": "b", "hashed": "a", "sliced": "d", "blocking": "b"}
