# fails: ex5-tests-first ex5-tests-others
# why: a comment at regular distances, in the hope of a hit
def review() -> list[dict]:
    rows = [
        (9, 'behaviour', 'must', 'This line can go wrong.'),
        (18, 'behaviour', 'must', 'This line can go wrong.'),
        (27, 'behaviour', 'must', 'This line can go wrong.'),
        (36, 'behaviour', 'must', 'This line can go wrong.'),
        (45, 'behaviour', 'should', 'This line can go wrong.'),
        (54, 'behaviour', 'should', 'This line can go wrong.'),
        (63, 'behaviour', 'should', 'This line can go wrong.'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
