# fails: ex1a-tests-rows
# why: takes a manager, where somebody else is asked for
def requests() -> dict:
    return {"company": ('mallory', 'read', '1041'), "deleted": ('mallory', 'read', '1044'), "verb": ('carla', 'export', '1041')}
