# fails: ex5-tests-first
# why: sees that the failure is not tested, and not what it does
def review() -> list[dict]:
    rows = [
        (9, 'behaviour', 'must', 'crm.customers() gives 100 of them at most. Go through the pages until one is empty.'),
        (19, 'reading', 'nit', 'These are euros, and the name says cents.'),
        (20, 'behaviour', 'should', 'Ada; Sons would become two fields. Please take csv.writer.'),
        (28, 'missing', 'must', 'Blocked customers get into the file. Ask is_blocked before this line.'),
        (34, 'test', 'should', 'There is no test in which put fails.'),
        (67, 'test', 'should', 'This holds for any file. Compare its text.'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
