# fails: ex1a-tests-rows
# why: lets a guest change, which the portal refuses
def requests() -> dict:
    return {"company": ('mallory', 'read', '1041'), "deleted": ('dora', 'change', '1044'), "verb": ('carla', 'export', '1041')}
