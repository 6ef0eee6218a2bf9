# fails: ex1b-tests-out
# why: compares letters, so the neighbour is inside
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(f"{root}/{unquote(name)}", links)
    except OSError:
        return None
    return path if path.startswith(base) else None
