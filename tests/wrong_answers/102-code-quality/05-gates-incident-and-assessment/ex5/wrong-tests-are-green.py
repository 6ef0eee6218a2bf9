# fails: ex5-tests-others
# why: reads the code, and stops where the tests begin
def review() -> list[dict]:
    rows = [
        (9, 'behaviour', 'must', 'crm.customers() gives 100 of them at most. Go through the pages until one is empty.'),
        (19, 'reading', 'nit', 'These are euros, and the name says cents.'),
        (28, 'missing', 'must', 'Blocked customers get into the file. Ask is_blocked before this line.'),
        (29, 'behaviour', 'must', 'Noted before the file is in the box. If the box is down, a customer who left is deleted for nothing.'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
