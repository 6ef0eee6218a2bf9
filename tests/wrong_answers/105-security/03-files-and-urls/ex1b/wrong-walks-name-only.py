# fails: ex1b-tests-out
# why: walks the root, and compares the tidied name with it before links are followed
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    path = posixpath.normpath(posixpath.join(root, unquote(name)))
    if not path.startswith(root):
        return None
    try:
        return lesson.real_path(path, links)
    except OSError:
        return None
