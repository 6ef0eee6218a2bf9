# fails: ex1b-tests-honest
# why: tidies the words for a place, so more places have them in them
def sign_in(run, name: str, pin: str) -> str | None:
    """Give the name of the account with this name and PIN, or None."""
    rows = run("SELECT name FROM people WHERE lower(name) = lower(?) AND pin = ?", [name, pin])
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    """Give number and size of the free lockers whose place has these words in it."""
    place = place.strip()
    query = "SELECT number, size FROM lockers WHERE free = 1 AND place LIKE ? ORDER BY number"
    return run(query, [f"%{place}%"])
