def review() -> list[dict]:
    return [
        {'line': 9, 'kind': 'behaviour', 'weight': 'must', 'comment': 'crm.customers() gives 100 of them at most. Go through the pages until one is empty.'},
        {'line': 19, 'kind': 'reading', 'weight': 'nit', 'comment': 'These are euros, and the name says cents.'},
        {'line': 20, 'kind': 'behaviour', 'weight': 'must', 'comment': 'A semicolon in a name breaks the program that reads the file.'},
        {'line': 13, 'kind': 'missing', 'weight': 'must', 'comment': 'Nobody calls this, so blocked customers are in the file.'},
        {'line': 29, 'kind': 'behaviour', 'weight': 'must', 'comment': 'Noted before the file is in the box. If the box is down, a customer who left is deleted for nothing.'},
        {'line': 67, 'kind': 'test', 'weight': 'should', 'comment': 'This holds for any file. Compare its text.'},
    ]
