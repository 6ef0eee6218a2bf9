# fails: ex1b-tests-root
# why: walks, and gives the path under the root as it was written
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(f"{root}/{unquote(name)}", links)
    except OSError:
        return None
    path = path.replace(base, root, 1) if path.startswith(base) else path
    return path if path.startswith(root + "/") else None
