# fails: ex1b-tests-out
# why: looks for dots first, and decodes behind the check
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    if ".." in name.split("/"):
        return None
    return lesson.real_path(f"{root}/{unquote(name)}", links)
