# fails: ex1b-tests-honest
# why: decodes until nothing changes
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    while unquote(name) != name:
        name = unquote(name)
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(f"{root}/{name}", links)
    except OSError:
        return None
    return path if path.startswith(base + "/") else None
