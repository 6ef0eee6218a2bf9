# fails: ex5-tests-first ex5-tests-second ex5-tests-third
# why: puts each comment at the head of its function, where the prompt asks for the line
def review() -> list[dict]:
    rows = [
        (7, 'behaviour', 'must', 'crm.customers() gives 100 of them at most. Go through the pages until one is empty.'),
        (17, 'reading', 'nit', 'These are euros, and the name says cents.'),
        (17, 'behaviour', 'should', 'Ada; Sons would become two fields. Please take csv.writer.'),
        (12, 'missing', 'must', 'Blocked customers get into the file. Ask is_blocked before this line.'),
        (23, 'behaviour', 'must', 'Noted before the file is in the box. If the box is down, a customer who left is deleted for nothing.'),
        (64, 'test', 'should', 'This holds for any file. Compare its text.'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
