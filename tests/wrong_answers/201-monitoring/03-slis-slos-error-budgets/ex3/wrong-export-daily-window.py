# fails: ex3-tests
# why: judges one run a day
def targets():
    return {
        'hand-in': (99.5, 30),
        'export': (95, 1),
        'results': (99.95, 30),
        'avatars': (95, 30),
        'sign-in': (99.95, 30),
    }
