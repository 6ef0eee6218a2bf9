from itertools import groupby
def sli(judged):
    valid = sorted((click, verdict) for click, verdict in judged if verdict is not None)
    results = [max(verdict for click, verdict in group) for click, group in groupby(valid, key=lambda pair: pair[0])]
    if results == []:
        return None
    return sum(results) / len(results)
