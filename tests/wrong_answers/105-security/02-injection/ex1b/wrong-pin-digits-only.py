# fails: ex1b-tests-honest
# why: takes a PIN for digits, as most are, and turns away all others
def sign_in(run, name: str, pin: str) -> str | None:
    """Give the name of the account with this name and PIN, or None."""
    if not pin.isdigit():
        return None
    rows = run("SELECT name FROM people WHERE lower(name) = lower(?) AND pin = ?", [name, pin])
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    """Give number and size of the free lockers whose place has these words in it."""
    query = "SELECT number, size FROM lockers WHERE free = 1 AND place LIKE ? ORDER BY number"
    return run(query, [f"%{place}%"])
