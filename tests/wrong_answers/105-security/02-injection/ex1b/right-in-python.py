def sign_in(run, name: str, pin: str) -> str | None:
    people = run("SELECT name, pin FROM people")
    return next((stored for stored, right in people if stored.lower() == name.lower() and right == pin), None)


def find(run, place: str) -> list:
    rows = run("SELECT number, size, place FROM lockers WHERE free = 1")
    return sorted((number, size) for number, size, where in rows if place.lower() in where.lower())
