# fails: ex5-tests ex5-tests-first ex5-tests-second ex5-tests-third ex5-tests-others
# why: takes the weights of another team
def review() -> list[dict]:
    rows = [
        (9, 'behaviour', 'critical', 'crm.customers() gives 100 of them at most. Go through the pages until one is empty.'),
        (19, 'reading', 'nit', 'These are euros, and the name says cents.'),
        (20, 'behaviour', 'minor', 'Ada; Sons would become two fields. Please take csv.writer.'),
        (28, 'missing', 'critical', 'Blocked customers get into the file. Ask is_blocked before this line.'),
        (29, 'behaviour', 'critical', 'Noted before the file is in the box. If the box is down, a customer who left is deleted for nothing.'),
        (67, 'test', 'minor', 'This holds for any file. Compare its text.'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
