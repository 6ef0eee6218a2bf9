def answers():
    return {"interval": "c", "replicas": "a", "stalled": "d", "growth": "b", "merged": "d", "ceiling": "b", "trips": "d", "prefix": "b", "offset": "c", "deferred": "a", "hashed": "c", "sliced": "d"}
