# fails: ex5-tests-first
# why: counts lines within the new file and not within the diff
def review() -> list[dict]:
    rows = [
        (8, 'missing', 'must', 'A loop over the pages is missing, so supplier 251 is in no file.'),
        (18, 'reading', 'nit', 'cents holds euros as a text, please rename it.'),
        (19, 'behaviour', 'should', "What if a supplier's name has a semicolon in it?"),
        (26, 'missing', 'must', 'Expired suppliers must be in no file. Skip them here.'),
        (33, 'behaviour', 'must', 'If the hub is down here, the suppliers were noted already, and those who left are gone.'),
        (30, 'test', 'should', 'There is no test with an expired supplier.'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
