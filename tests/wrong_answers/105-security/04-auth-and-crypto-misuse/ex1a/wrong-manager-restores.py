# fails: ex1a-tests-rows
# why: takes what a manager may do
def requests() -> dict:
    return {"company": ('mallory', 'read', '1041'), "deleted": ('erin', 'restore', '1044'), "verb": ('carla', 'export', '1041')}
