# fails: ex3-tests ex3-tests-needed
# why: 99.9 % for everything
def targets():
    return {
        'hand-in': (99.9, 30),
        'export': (99.9, 30),
        'results': (99.9, 30),
        'avatars': (99.9, 30),
        'sign-in': (99.9, 30),
    }
