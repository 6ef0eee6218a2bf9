# fails: ex1b-tests-out
# why: joins, so that an absolute name wins, and looks for dots in place of walking
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    name = unquote(name)
    if ".." in name.split("/"):
        return None
    try:
        return lesson.real_path(posixpath.join(root, name), links)
    except OSError:
        return None
