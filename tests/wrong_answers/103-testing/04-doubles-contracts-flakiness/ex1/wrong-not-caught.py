# fails: ex1-tests
# why: book on the page catches its errors, so nothing is expected here
def half_made(book) -> list:
    """Give the pairs (n, lost) after which a booking is half made."""
    found = []
    for n in range(1, 7):
        for lost in ("request", "reply"):
            calendar = Calendar(n, lost)
            answer = book(calendar, "Blue", 9)
            if calendar.held or bool(calendar.confirmed) != (answer == "booked"):
                found.append((n, lost))
    return found

def found_in(edits):                           # the tests use it: leave it as it is
    return half_made(booker(*edits))
