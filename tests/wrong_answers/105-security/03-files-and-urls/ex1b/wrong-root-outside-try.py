# fails: ex1b-tests-links
# why: walks the root before the try, and its links may have no end either
def inside(root, name, links):
    base = lesson.real_path(root, links)
    try:
        path = lesson.real_path(root + "/" + unquote(name), links)
    except OSError:
        return None
    return path if path.startswith(base + "/") else None
