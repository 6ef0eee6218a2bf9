# fails: ex4-tests-data
# why: the database hardly works, and a limit of 20 reads 20 rows
def answers():
    return {"interval": "c", "replicas": "a", "stalled": "d", "self": "a", "growth": "b", "mails": "c", "merged": "d", "ceiling": "b", "trips": "a", "prefix": "b", "offset": "a", "joined": "a", "deferred": "a", "hashed": "c", "sliced": "d", "blocking": "b"}
