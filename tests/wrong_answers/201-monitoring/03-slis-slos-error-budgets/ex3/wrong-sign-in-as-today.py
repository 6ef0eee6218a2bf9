# fails: ex3-tests
# why: takes a good year for what is needed
def targets():
    return {
        'hand-in': (99.5, 30),
        'export': (95, 90),
        'results': (99.95, 30),
        'avatars': (95, 30),
        'sign-in': (100, 30),
    }
