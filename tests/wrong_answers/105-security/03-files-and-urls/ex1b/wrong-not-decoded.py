# fails: ex1b-tests-honest
# why: forgets to decode
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(f"{root}/{name}", links)
    except OSError:
        return None
    return path if path.startswith(base + "/") else None
