# fails: ex1b-tests-honest
# why: takes spaces off both ends, and a name with a space is another file
def inside(root, name, links):
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(root + "/" + unquote(name).strip(), links)
    except OSError:
        return None
    return path if path.startswith(base + "/") else None
