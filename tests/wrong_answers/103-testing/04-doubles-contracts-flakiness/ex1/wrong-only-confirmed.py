# fails: ex1-tests
# why: compares the answer with what is confirmed, and forgets holds
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
            if bool(calendar.confirmed) != (answer == "booked"):
                found.append((n, lost))
    return found

def found_in(edits):                           # the tests use it: leave it as it is
    return half_made(booker(*edits))
