# fails: ex1b-tests-honest
# why: notes each answer in the dict of links, to be faster the next time
def inside(root, name, links):
    base = lesson.real_path(root, links)
    try:
        path = lesson.real_path(root + "/" + unquote(name), links)
    except OSError:
        return None
    links[root + "/" + name] = path
    return path if path.startswith(base + "/") else None
