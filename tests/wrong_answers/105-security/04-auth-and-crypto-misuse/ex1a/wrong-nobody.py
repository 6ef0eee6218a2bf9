# fails: ex1a-tests-company
# why: asks without signing in, which is refused
def requests() -> dict:
    return {"company": ('nobody', 'read', '1041'), "deleted": ('carla', 'change', '1044'), "verb": ('carla', 'export', '1041')}
