# fails: ex5-tests-third
# why: sees the pages as a question of speed
def review() -> list[dict]:
    rows = [
        (9, 'reading', 'should', 'Sorting in memory is slow, take pages.'),
        (19, 'reading', 'nit', 'These are euros, and the name says cents.'),
        (20, 'behaviour', 'should', 'Ada; Sons would become two fields. Please take csv.writer.'),
        (28, 'missing', 'must', 'Blocked customers get into the file. Ask is_blocked before this line.'),
        (29, 'behaviour', 'must', 'Noted before the file is in the box. If the box is down, a customer who left is deleted for nothing.'),
        (67, 'test', 'should', 'This holds for any file. Compare its text.'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
