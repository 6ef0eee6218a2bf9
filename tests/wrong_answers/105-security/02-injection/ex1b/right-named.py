def sign_in(run, name: str, pin: str) -> str | None:
    rows = run("SELECT name FROM people WHERE lower(name) = lower(:name) AND pin = :pin", {"name": name, "pin": pin})
    return next((row[0] for row in rows), None)


def find(run, place: str) -> list:
    return run("SELECT number, size FROM lockers WHERE free AND place LIKE '%' || :place || '%' ORDER BY number", {"place": place})
