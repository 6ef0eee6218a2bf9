# fails: ex1-tests
# why: makes the calendar once, before the loops
def half_made(book) -> list:
    """Give the pairs (n, lost) after which a booking is half made."""
    found = []
    calendar = Calendar(1, "reply")
    for n in range(1, 7):
        for lost in ("request", "reply"):
            try:
                answer = book(calendar, "Blue", 9)
            except TimeoutError:
                answer = None
            if calendar.held or bool(calendar.confirmed) != (answer == "booked"):
                found.append((n, lost))
    return found

def found_in(edits):                           # the tests use it: leave it as it is
    return half_made(booker(*edits))
