# fails: ex1b-tests-text
# why: doubles quotes, so what is typed still becomes part of the query's text
def sign_in(run, name: str, pin: str) -> str | None:
    name, pin = name.replace("'", "''"), pin.replace("'", "''")
    rows = run(f"SELECT name FROM people WHERE lower(name) = lower('{name}') AND pin = '{pin}'")
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    place = place.replace("'", "''")
    return run(f"SELECT number, size FROM lockers WHERE free = 1 AND place LIKE '%{place}%' ORDER BY number")
