# fails: ex4-tests
# why: averages percentiles, and trusts what the generator saw
def answers():
    return {"interval": "c", "replicas": "b", "stalled": "c", "self": "a", "growth": "b", "mails": "c", "merged": "d", "ceiling": "b", "trips": "d", "prefix": "b", "offset": "c", "joined": "a", "deferred": "a", "hashed": "c", "sliced": "d", "blocking": "b"}
