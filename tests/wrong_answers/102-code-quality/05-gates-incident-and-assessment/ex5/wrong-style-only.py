# fails: ex5-tests-first ex5-tests-second ex5-tests-third ex5-tests-others
# why: comments on what the eye meets, and asks none of the four questions
def review() -> list[dict]:
    rows = [
        (4, 'reading', 'nit', 'Make this a tuple of names.'),
        (9, 'reading', 'nit', 'attrgetter would be shorter here.'),
        (19, 'reading', 'nit', 'cents is in euros.'),
        (26, 'reading', 'nit', 'Write this as a comprehension.'),
        (33, 'reading', 'nit', 'Take contextlib.suppress, it is shorter.'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
