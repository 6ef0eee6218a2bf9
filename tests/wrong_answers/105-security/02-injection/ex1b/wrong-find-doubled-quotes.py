# fails: ex1b-tests-text
# why: mends the login by parameters and doubles quotes in the search
def sign_in(run, name: str, pin: str) -> str | None:
    rows = run("SELECT name FROM people WHERE lower(name) = lower(?) AND pin = ?", [name, pin])
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    place = place.replace("'", "''")
    return run(f"SELECT number, size FROM lockers WHERE free = 1 AND place LIKE '%{place}%' ORDER BY number")
