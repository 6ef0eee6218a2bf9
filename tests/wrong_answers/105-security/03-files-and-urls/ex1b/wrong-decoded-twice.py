# fails: ex1b-tests-honest
# why: decodes twice to be sure
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(f"{root}/{unquote(unquote(name))}", links)
    except OSError:
        return None
    return path if path.startswith(base + "/") else None
