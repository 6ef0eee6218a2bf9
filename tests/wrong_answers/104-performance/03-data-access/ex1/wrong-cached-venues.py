# fails: ex1-tests-trips
# why: caches the venues and asks the rest in the loop
def page(store, day):
    """Give a line (title, venue, free, cheapest, reviews) for each event of the day."""
    names, lines = {}, []
    for event, title, venue in store.query("SELECT id, title, venue_id FROM events WHERE day = ? ORDER BY starts, id", [day]):
        if venue not in names:
            row = store.query("SELECT name FROM venues WHERE id = ?", [venue])
            names[venue] = row[0][0] if row else None
        (free,) = store.query("SELECT count(*), min(cents) FROM seats WHERE event_id = ? AND sold = 0", [event])
        (reviews,) = store.query("SELECT count(*) FROM reviews WHERE event_id = ?", [event])
        lines.append((title, names[venue], *free, *reviews))
    return lines
