# fails: ex1b-tests-attacks
# why: mends the login, and takes the search for harmless because it shows lockers only
def sign_in(run, name: str, pin: str) -> str | None:
    rows = run("SELECT name FROM people WHERE lower(name) = lower(?) AND pin = ?", [name, pin])
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    return run(f"SELECT number, size FROM lockers WHERE free = 1 AND place LIKE '%{place}%' ORDER BY number")
