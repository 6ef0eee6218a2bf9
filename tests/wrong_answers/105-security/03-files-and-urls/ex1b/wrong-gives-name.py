# fails: ex1b-tests-honest
# why: gives the part behind the root
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(f"{root}/{unquote(name)}", links)
    except OSError:
        return None
    return path.removeprefix(base + '/') if path.startswith(base + "/") else None
