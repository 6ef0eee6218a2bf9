def left(book, n, lost):
    calendar = Calendar(n, lost)
    try:
        booked = book(calendar, "Blue", 9) == "booked"
    except TimeoutError:
        booked = False
    return booked, len(calendar.held), len(calendar.confirmed) > 0


def half_made(book) -> list:
    whole = {(True, 0, True), (False, 0, False)}
    return [[n, lost] for n in range(1, 7) for lost in ("reply", "request") if left(book, n, lost) not in whole]


def found_in(edits):                           # the tests use it: leave it as it is
    return half_made(booker(*edits))
