# fails: ex3-tests ex3-tests-needed
# why: leaves out the windows
def targets():
    return {"hand-in": 99.5, "export": 95, "results": 99.95, "avatars": 95, "sign-in": 99.95}
