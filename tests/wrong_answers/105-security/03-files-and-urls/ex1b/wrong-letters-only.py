# fails: ex1b-tests-honest
# why: lets only plain letters through
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    if not all(c.isalnum() and c.isascii() or c in " ./%-_" for c in unquote(name)):
        return None
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(f"{root}/{unquote(name)}", links)
    except OSError:
        return None
    return path if path.startswith(base + "/") else None
