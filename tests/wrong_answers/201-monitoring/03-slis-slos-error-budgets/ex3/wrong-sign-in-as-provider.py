# fails: ex3-tests
# why: promises what the provider promises
def targets():
    return {
        'hand-in': (99.5, 30),
        'export': (95, 90),
        'results': (99.95, 30),
        'avatars': (95, 30),
        'sign-in': (99.99, 30),
    }
