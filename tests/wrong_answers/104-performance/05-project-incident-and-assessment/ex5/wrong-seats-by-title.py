# fails: ex5-tests
# why: counts the seats by title, and two shows can have one title
def doors(store, scans):
    names = dict(store.query("SELECT id, name FROM venues"))
    sold = dict(store.query("SELECT title, count(*) FROM seats JOIN events ON events.id = event_id WHERE sold = 1 GROUP BY title"))
    scans = iter(scans)
    ahead = next(scans, None)
    for event, title, venue in store.query("SELECT id, title, venue_id FROM events ORDER BY id"):
        came, again = set(), {}
        while ahead is not None and ahead[0] <= event:
            number, code = ahead
            if number == event:
                if code in came:
                    again.setdefault(code, code)
                else:
                    came.add(code)
            ahead = next(scans, None)
        yield title, names.get(venue, "-"), sold.get(title, 0), len(came), list(again)
