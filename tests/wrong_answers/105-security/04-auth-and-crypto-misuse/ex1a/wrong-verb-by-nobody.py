# fails: ex1a-tests-rows
# why: asks as nobody, who owns nothing
def requests() -> dict:
    return {"company": ('mallory', 'read', '1041'), "deleted": ('carla', 'change', '1044'), "verb": (None, 'export', '1041')}
