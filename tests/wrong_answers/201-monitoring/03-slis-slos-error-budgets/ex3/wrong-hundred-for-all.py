# fails: ex3-tests ex3-tests-needed
# why: nothing may ever fail
def targets():
    return {
        'hand-in': (100, 30),
        'export': (100, 30),
        'results': (100, 30),
        'avatars': (100, 30),
        'sign-in': (100, 30),
    }
