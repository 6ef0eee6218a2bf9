def answers():
    return {"interval": "a", "replicas": "a", "stalled": "d", "self": "a", "growth": "a", "mails": "c", "merged": "d", "ceiling": "b", "trips": "d", "prefix": "b", "offset": "a", "joined": "a", "deferred": "a", "hashed": "c", "sliced": "b", "blocking": "b"}
