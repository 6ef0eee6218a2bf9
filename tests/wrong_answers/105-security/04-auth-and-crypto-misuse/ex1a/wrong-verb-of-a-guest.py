# fails: ex1a-tests-rows
# why: takes a guest, whom the portal refuses
def requests() -> dict:
    return {"company": ('mallory', 'read', '1041'), "deleted": ('carla', 'change', '1044'), "verb": ('finn', 'export', '1041')}
