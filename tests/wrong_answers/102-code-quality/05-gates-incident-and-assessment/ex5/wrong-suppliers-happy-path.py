# fails: ex5-tests-first
# why: reads what happens when all goes well
def review() -> list[dict]:
    return [
        {'line': 9, 'kind': 'missing', 'weight': 'must', 'comment': 'A loop over the pages is missing, so supplier 251 is in no file.'},
        {'line': 19, 'kind': 'reading', 'weight': 'nit', 'comment': 'cents holds euros as a text, please rename it.'},
        {'line': 20, 'kind': 'behaviour', 'weight': 'should', 'comment': "What if a supplier's name has a semicolon in it?"},
        {'line': 27, 'kind': 'missing', 'weight': 'must', 'comment': 'Expired suppliers must be in no file. Skip them here.'},
        {'line': 64, 'kind': 'test', 'weight': 'should', 'comment': 'There is no test with an expired supplier, and none with a hub that is down.'},
    ]
