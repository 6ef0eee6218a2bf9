# fails: ex3-tests
# why: gives shares in place of per cent
def targets():
    return {
        'hand-in': (0.995, 30),
        'export': (95, 90),
        'results': (99.95, 30),
        'avatars': (95, 30),
        'sign-in': (99.95, 30),
    }
