# fails: ex3-tests
# why: allows 0.045 of a failure in 90 runs
def targets():
    return {
        'hand-in': (99.5, 30),
        'export': (99.95, 90),
        'results': (99.95, 30),
        'avatars': (95, 30),
        'sign-in': (99.95, 30),
    }
