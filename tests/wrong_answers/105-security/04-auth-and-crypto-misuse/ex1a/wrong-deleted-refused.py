# fails: ex1a-tests-rows
# why: takes a request that the portal refuses
def requests() -> dict:
    return {"company": ('mallory', 'read', '1041'), "deleted": ('dora', 'read', '1046'), "verb": ('carla', 'export', '1041')}
