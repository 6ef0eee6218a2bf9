# fails: ex1a-tests-rows
# why: takes a verb that the owner has
def requests() -> dict:
    return {"company": ('mallory', 'read', '1041'), "deleted": ('carla', 'change', '1044'), "verb": ('carla', 'delete', '1041')}
