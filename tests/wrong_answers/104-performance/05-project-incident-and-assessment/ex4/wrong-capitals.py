# fails: ex4-tests, ex4-tests-cost, ex4-tests-data, ex4-tests-web
# why: letters as they stand in other exams
def answers():
    return {"interval": "C", "replicas": "A", "stalled": "D", "self": "A", "growth": "B", "mails": "C", "merged": "D", "ceiling": "B", "trips": "D", "prefix": "B", "offset": "C", "joined": "A", "deferred": "A", "hashed": "C", "sliced": "D", "blocking": "B"}
