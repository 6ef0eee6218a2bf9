def page(store, day):
    """Give a line (title, venue, free, cheapest, reviews) for each event of the day."""
    names = dict(store.query("SELECT id, name FROM venues"))
    free, reviews = {}, {}
    for event, cents in store.query("SELECT event_id, cents FROM seats WHERE NOT sold"):
        free.setdefault(event, []).append(cents)
    for (event,) in store.query("SELECT event_id FROM reviews"):
        reviews[event] = reviews.get(event, 0) + 1
    rows = store.query("SELECT starts, id, title, venue_id FROM events WHERE day = ?", [day])
    return [
        (title, names.get(venue), len(free.get(event, ())), min(free.get(event, ()), default=None), reviews.get(event, 0))
        for _, event, title, venue in sorted(rows, key=lambda row: row[:2])
    ]
