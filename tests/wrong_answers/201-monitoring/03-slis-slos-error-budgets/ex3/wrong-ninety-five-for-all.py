# fails: ex3-tests-needed
# why: a target that everything can keep
def targets():
    return {
        'hand-in': (95, 30),
        'export': (95, 30),
        'results': (95, 30),
        'avatars': (95, 30),
        'sign-in': (95, 30),
    }
