# fails: ex3-tests ex3-tests-needed
# why: a target in the middle for everything
def targets():
    return {
        'hand-in': (99, 30),
        'export': (99, 30),
        'results': (99, 30),
        'avatars': (99, 30),
        'sign-in': (99, 30),
    }
