# fails: ex1b-tests-out
# why: joins to the root and takes that for a check
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    try:
        return lesson.real_path(posixpath.join(root, unquote(name).lstrip("/")), links)
    except OSError:
        return None
