# fails: ex5-tests-second
# why: says two faults in one comment, and the second one belongs elsewhere
def review() -> list[dict]:
    rows = [
        (9, 'behaviour', 'must', 'This gives one page only, and the expired ones are in it.'),
        (19, 'reading', 'nit', 'cents holds euros as a text, please rename it.'),
        (20, 'behaviour', 'should', "What if a supplier's name has a semicolon in it?"),
        (34, 'behaviour', 'must', 'If the hub is down here, the suppliers were noted already, and those who left are gone.'),
        (64, 'test', 'should', 'There is no test with an expired supplier, and none with a hub that is down.'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
