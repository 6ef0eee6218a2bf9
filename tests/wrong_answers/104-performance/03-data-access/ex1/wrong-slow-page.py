# fails: ex1-tests-trips
# why: returns what the slow page returns
def page(store, day):
    """Give a line (title, venue, free, cheapest, reviews) for each event of the day."""
    return page_slowly(store, day)
