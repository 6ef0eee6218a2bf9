# fails: ex5-tests ex5-tests-first ex5-tests-second ex5-tests-third ex5-tests-others ex5-tests-aim
# why: names the place and not the reason
def review() -> list[dict]:
    rows = [
        (9, 'behaviour', 'must', 'wrong'),
        (19, 'reading', 'nit', 'wrong'),
        (20, 'behaviour', 'should', 'wrong'),
        (28, 'missing', 'must', 'wrong'),
        (29, 'behaviour', 'must', 'wrong'),
        (67, 'test', 'should', 'wrong'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
