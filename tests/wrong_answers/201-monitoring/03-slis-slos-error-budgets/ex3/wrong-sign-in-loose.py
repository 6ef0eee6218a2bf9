# fails: ex3-tests-needed
# why: forgets that all else depends on it
def targets():
    return {
        'hand-in': (99.5, 30),
        'export': (95, 90),
        'results': (99.95, 30),
        'avatars': (95, 30),
        'sign-in': (99.5, 30),
    }
