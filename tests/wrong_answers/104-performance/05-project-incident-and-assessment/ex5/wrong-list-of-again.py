# fails: ex5-tests-cost
# why: a set for the first scans, and still a list for those that came again
def doors(store, scans):
    names = dict(store.query("SELECT id, name FROM venues"))
    sold = dict(store.query("SELECT event_id, count(*) FROM seats WHERE sold = 1 GROUP BY event_id"))
    scans = iter(scans)
    ahead = next(scans, None)
    for event, title, venue in store.query("SELECT id, title, venue_id FROM events ORDER BY id"):
        came, again = set(), []
        while ahead is not None and ahead[0] <= event:
            number, code = ahead
            if number == event:
                if code not in came:
                    came.add(code)
                elif code not in again:
                    again.append(code)
            ahead = next(scans, None)
        yield title, names.get(venue, "-"), sold.get(event, 0), len(came), again
