# fails: ex5-tests-first ex5-tests-second ex5-tests-third
# why: a must feels rude, so everything is a should
def review() -> list[dict]:
    rows = [
        (9, 'missing', 'should', 'A loop over the pages is missing, so supplier 251 is in no file.'),
        (19, 'reading', 'nit', 'cents holds euros as a text, please rename it.'),
        (20, 'behaviour', 'should', "What if a supplier's name has a semicolon in it?"),
        (27, 'missing', 'should', 'Expired suppliers must be in no file. Skip them here.'),
        (34, 'behaviour', 'should', 'If the hub is down here, the suppliers were noted already, and those who left are gone.'),
        (64, 'test', 'should', 'There is no test with an expired supplier, and none with a hub that is down.'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
