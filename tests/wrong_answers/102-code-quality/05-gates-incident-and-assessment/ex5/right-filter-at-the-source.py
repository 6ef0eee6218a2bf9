def review() -> list[dict]:
    rows = [
        (8, 'behaviour', 'must', 'The docstring says all, and it is one page.'),
        (9, 'missing', 'must', 'Leave out the blocked ones here, with is_blocked.'),
        (35, 'missing', 'must', 'crm.note belongs here, once the file is in the box.'),
        (19, 'reading', 'should', 'This is in euros. The name should say so.'),
        (43, 'test', 'should', 'The fake gives all customers on each page, so no test sees the pages.'),
        (33, 'reading', 'nit', 'Fine as it is, suppress would be shorter.'),
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
