# fails: ex3-tests-needed
# why: leaves more failures than people bear
def targets():
    return {
        'hand-in': (95, 30),
        'export': (95, 90),
        'results': (99.95, 30),
        'avatars': (95, 30),
        'sign-in': (99.95, 30),
    }
