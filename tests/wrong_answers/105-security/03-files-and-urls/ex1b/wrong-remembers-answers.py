# fails: ex1b-tests-honest
# why: remembers answers by root and name, and the links were changed meanwhile
CACHE = {}
def inside(root, name, links):
    if (root, name) in CACHE:
        return CACHE[root, name]
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(root + "/" + unquote(name), links)
    except OSError:
        return None
    CACHE[root, name] = path if path.startswith(base + "/") else None
    return CACHE[root, name]
