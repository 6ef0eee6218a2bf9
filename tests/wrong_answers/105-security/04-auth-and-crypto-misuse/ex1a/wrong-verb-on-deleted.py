# fails: ex1a-tests-rows
# why: takes a deleted parcel, where one that is there is asked for
def requests() -> dict:
    return {"company": ('mallory', 'read', '1041'), "deleted": ('carla', 'change', '1044'), "verb": ('carla', 'export', '1044')}
