# fails: ex5-tests-second
# why: finds the function that nobody calls, and takes it for a leftover
def review() -> list[dict]:
    rows = [
        (9, 'behaviour', 'must', 'crm.customers() gives 100 of them at most. Go through the pages until one is empty.'),
        (19, 'reading', 'nit', 'These are euros, and the name says cents.'),
        (20, 'behaviour', 'should', 'Ada; Sons would become two fields. Please take csv.writer.'),
        (12, 'reading', 'should', 'This is never called, please delete it.'),
        (29, 'behaviour', 'must', 'Noted before the file is in the box. If the box is down, a customer who left is deleted for nothing.'),
        (67, 'test', 'should', 'This holds for any file. Compare its text.'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
