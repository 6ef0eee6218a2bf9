# fails: ex5-tests ex5-tests-first ex5-tests-second ex5-tests-third ex5-tests-others ex5-tests-aim
# why: says everything that comes to mind
def review() -> list[dict]:
    rows = [
        (9, 'behaviour', 'must', 'crm.customers() gives 100 of them at most. Go through the pages until one is empty.'),
        (19, 'reading', 'nit', 'These are euros, and the name says cents.'),
        (20, 'behaviour', 'should', 'Ada; Sons would become two fields. Please take csv.writer.'),
        (28, 'missing', 'must', 'Blocked customers get into the file. Ask is_blocked before this line.'),
        (29, 'behaviour', 'must', 'Noted before the file is in the box. If the box is down, a customer who left is deleted for nothing.'),
        (67, 'test', 'should', 'This holds for any file. Compare its text.'),
        (2, 'reading', 'nit', 'Who reads this sentence?'),
        (26, 'reading', 'nit', 'Call it rows, please.'),
        (31, 'reading', 'nit', 'Call it file_name, please.'),
        (4, 'reading', 'nit', 'Add the unit here.'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
