# fails: ex5-tests-aim ex5-tests-others
# why: three good comments among more that say little
def review() -> list[dict]:
    rows = [
        (9, 'behaviour', 'must', 'crm.customers() gives 100 of them at most. Go through the pages until one is empty.'),
        (28, 'missing', 'must', 'Blocked customers get into the file. Ask is_blocked before this line.'),
        (29, 'behaviour', 'must', 'Noted before the file is in the box. If the box is down, a customer who left is deleted for nothing.'),
        (2, 'reading', 'nit', 'Who reads this sentence?'),
        (26, 'reading', 'nit', 'Call it rows, please.'),
        (24, 'reading', 'nit', 'This sentence is long.'),
        (31, 'reading', 'nit', 'Call it file_name, please.'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
