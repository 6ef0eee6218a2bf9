# fails: ex1a-tests-company
# why: takes a manager in his own company
def requests() -> dict:
    return {"company": ('erin', 'read', '1042'), "deleted": ('carla', 'change', '1044'), "verb": ('carla', 'export', '1041')}
