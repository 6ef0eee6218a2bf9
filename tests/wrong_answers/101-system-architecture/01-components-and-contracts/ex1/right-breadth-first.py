from collections import deque

def upward_imports(imports, layers):
    """Breadth first from each layered module."""
    result = []
    for start, targets in sorted(imports.items()):
        if start.split(".")[0] not in layers:
            continue
        higher = layers[: layers.index(start.split(".")[0])]
        queue, seen = deque(targets), set(targets)
        while queue:
            module = queue.popleft()
            top = module.split(".")[0]
            if top in higher:
                result.append((start, module))
            if top not in layers:
                new = imports.get(module, set()) - seen
                seen |= new
                queue.extend(new)
    return sorted(result)
