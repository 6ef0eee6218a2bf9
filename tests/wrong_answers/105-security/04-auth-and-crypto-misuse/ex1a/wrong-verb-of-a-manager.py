# fails: ex1a-tests-rows
# why: takes a manager who is no owner
def requests() -> dict:
    return {"company": ('mallory', 'read', '1041'), "deleted": ('carla', 'change', '1044'), "verb": ('erin', 'export', '1041')}
