def review():
    return [
        {'line': 8, 'kind': 'missing', 'weight': 'must', 'comment': 'The loop over the pages is missing behind this line.'},
        {'line': 28, 'kind': 'missing', 'weight': 'must', 'comment': 'Skip those that are blocked before this row.'},
        {'line': 35, 'kind': 'missing', 'weight': 'must', 'comment': 'The notes belong here, behind put.'},
        {'line': 18, 'kind': 'missing', 'weight': 'should', 'comment': 'Names have to be quoted, they may hold a semicolon.'},
        {'line': 19, 'kind': 'reading', 'weight': 'should', 'comment': 'It holds euros, not cents.'},
        {'line': 53, 'kind': 'test', 'weight': 'should', 'comment': 'remove never works in this fake, so a second try is not tested.'},
    ]
