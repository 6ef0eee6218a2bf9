# fails: ex1-tests-long
# why: after an error the answer of the run before is still in the variable
def half_made(book):
    found, answer = [], None
    for n in range(1, 7):
        for lost in ("request", "reply"):
            calendar = Calendar(n, lost)
            try: answer = book(calendar, "Blue", 9)
            except TimeoutError: pass
            if calendar.held or (answer == "booked") != bool(calendar.confirmed): found.append((n, lost))
    return found

def found_in(edits):
    return half_made(booker(*edits))
