# fails: ex1b-tests-root
# why: compares with the root as it was written
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    try:
        base = root
        path = lesson.real_path(f"{root}/{unquote(name)}", links)
    except OSError:
        return None
    return path if path.startswith(base + "/") else None
