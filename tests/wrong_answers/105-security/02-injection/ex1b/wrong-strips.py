# fails: ex1b-tests-attacks
# why: takes apostrophes out of the place, so words of an attack become a harmless search that finds places
def sign_in(run, name: str, pin: str) -> str | None:
    rows = run("SELECT name FROM people WHERE lower(name) = lower(?) AND pin = ?", [name, pin])
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    place = place.split("'")[0] if "--" in place else place
    query = "SELECT number, size FROM lockers WHERE free = 1 AND place LIKE ? ORDER BY number"
    return run(query, [f"%{place}%"])
