# fails: ex1b-tests-honest
# why: turns the PIN into an int before it is compared with a text
def sign_in(run, name: str, pin: str) -> str | None:
    if not pin.isdigit():
        return None
    rows = run("SELECT name FROM people WHERE lower(name) = lower(?) AND pin = ?", [name, int(pin)])
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    query = "SELECT number, size FROM lockers WHERE free = 1 AND place LIKE ? ORDER BY number"
    return run(query, [f"%{place}%"])
