# fails: ex3-tests
# why: takes the weakest dependency for the bound
def targets():
    return {
        'hand-in': (99.9, 30),
        'export': (95, 90),
        'results': (99.95, 30),
        'avatars': (95, 30),
        'sign-in': (99.95, 30),
    }
