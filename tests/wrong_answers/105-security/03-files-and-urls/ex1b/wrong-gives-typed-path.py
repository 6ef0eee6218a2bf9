# fails: ex1b-tests-honest
# why: checks the real path, and gives the one that was written
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(f"{root}/{unquote(name)}", links)
    except OSError:
        return None
    typed = f"{root}/{unquote(name)}"
    return typed if path.startswith(base + "/") else None
