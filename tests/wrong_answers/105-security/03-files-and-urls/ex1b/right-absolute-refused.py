def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    name = unquote(name)
    if name.startswith("/"):
        return None
    try:
        base, path = (lesson.real_path(p, links) for p in (root, f"{root}/{name}"))
    except OSError:
        return None
    mine, theirs = base.split("/"), path.split("/")
    return path if theirs[: len(mine)] == mine and len(theirs) > len(mine) else None
