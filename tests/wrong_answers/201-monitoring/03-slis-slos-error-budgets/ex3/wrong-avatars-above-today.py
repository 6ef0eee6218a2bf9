# fails: ex3-tests-needed
# why: asks for more than today where nobody is hurt
def targets():
    return {
        'hand-in': (99.5, 30),
        'export': (95, 90),
        'results': (99.95, 30),
        'avatars': (99.5, 30),
        'sign-in': (99.95, 30),
    }
