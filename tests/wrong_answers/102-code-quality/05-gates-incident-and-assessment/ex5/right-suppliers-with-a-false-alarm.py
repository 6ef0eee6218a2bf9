def review() -> list[dict]:
    return [
        {'line': 9, 'kind': 'missing', 'weight': 'must', 'comment': 'A loop over the pages is missing, so supplier 251 is in no file.'},
        {'line': 19, 'kind': 'reading', 'weight': 'nit', 'comment': 'cents holds euros as a text, please rename it.'},
        {'line': 27, 'kind': 'missing', 'weight': 'must', 'comment': 'Expired suppliers must be in no file. Skip them here.'},
        {'line': 34, 'kind': 'behaviour', 'weight': 'must', 'comment': 'If the hub is down here, the suppliers were noted already, and those who left are gone.'},
        {'line': 64, 'kind': 'test', 'weight': 'should', 'comment': 'There is no test with an expired supplier, and none with a hub that is down.'},
        {'line': 25, 'kind': 'behaviour', 'weight': 'should', 'comment': 'Should this not be the date of today?'},
        {'line': 14, 'kind': 'reading', 'weight': 'nit', 'comment': 'Is expired the only state that counts here?'},
    ]
