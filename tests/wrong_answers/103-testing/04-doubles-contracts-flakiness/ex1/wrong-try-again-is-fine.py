# fails: ex1-tests
# why: trusts the answer, which says that nothing was booked
def half_made(book) -> list:
    """Give the pairs (n, lost) after which a booking is half made."""
    found = []
    for n in range(1, 7):
        for lost in ("request", "reply"):
            calendar = Calendar(n, lost)
            try:
                answer = book(calendar, "Blue", 9)
            except TimeoutError:
                answer = None
            if answer != "try again" and (calendar.held or bool(calendar.confirmed) != (answer == "booked")):
                found.append((n, lost))
    return found

def found_in(edits):                           # the tests use it: leave it as it is
    return half_made(booker(*edits))
