def half_made(book) -> list:
    """Give the pairs (n, lost) after which a booking is half made."""
    from itertools import product

    found = []
    for lost, n in product(("reply", "request"), (1, 2, 3, 4, 5, 6)):
        calendar, answer = Calendar(n, lost), "error"
        try:
            answer = book(calendar, "Blue", 9)
        except Exception:
            pass
        if calendar.held:
            found.append((n, lost))
        elif answer == "booked" and not calendar.confirmed:
            found.append((n, lost))
        elif answer != "booked" and calendar.confirmed:
            found.append((n, lost))
    return found


def found_in(edits):                           # the tests use it: leave it as it is
    return half_made(booker(*edits))
