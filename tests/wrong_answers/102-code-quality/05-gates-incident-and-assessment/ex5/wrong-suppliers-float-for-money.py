# fails: ex5-tests-others
# why: the division is right for whole cents, and the name beside it is not seen
def review() -> list[dict]:
    return [
        {'line': 9, 'kind': 'missing', 'weight': 'must', 'comment': 'A loop over the pages is missing, so supplier 251 is in no file.'},
        {'line': 27, 'kind': 'missing', 'weight': 'must', 'comment': 'Expired suppliers must be in no file. Skip them here.'},
        {'line': 34, 'kind': 'behaviour', 'weight': 'must', 'comment': 'If the hub is down here, the suppliers were noted already, and those who left are gone.'},
        {'line': 64, 'kind': 'test', 'weight': 'should', 'comment': 'There is no test with an expired supplier, and none with a hub that is down.'},
        {'line': 19, 'kind': 'behaviour', 'weight': 'should', 'comment': 'A float must not hold money, take Decimal.'},
        {'line': 20, 'kind': 'reading', 'weight': 'nit', 'comment': 'The csv module would be nicer here.'},
    ]
