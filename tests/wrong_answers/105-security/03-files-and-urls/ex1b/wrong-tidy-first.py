# fails: ex1b-tests-links
# why: tidies up before the walk, and crosses a link out together with the dots behind it
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(posixpath.normpath(f"{root}/{unquote(name)}"), links)
    except OSError:
        return None
    return path if path.startswith(base + "/") else None
