# fails: ex3-tests
# why: judges each day, so weekends pass and Mondays fail
def targets():
    return {
        'hand-in': (99.5, 1),
        'export': (95, 90),
        'results': (99.95, 30),
        'avatars': (95, 30),
        'sign-in': (99.95, 30),
    }
