# fails: ex4-tests-cost
# why: cost goes with the rows, and throughput with the workers
def answers():
    return {"interval": "c", "replicas": "a", "stalled": "d", "self": "a", "growth": "a", "mails": "c", "merged": "d", "ceiling": "d", "trips": "d", "prefix": "b", "offset": "c", "joined": "a", "deferred": "a", "hashed": "c", "sliced": "d", "blocking": "b"}
