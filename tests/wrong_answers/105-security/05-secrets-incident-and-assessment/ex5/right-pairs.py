def answers() -> dict:
    return dict([('boundary', 'b'), ('first', 'c'), ('order', 'a'), ('place', 'd'), ('decode', 'b'), ('link', 'c'), ('twice', 'a'), ('redirect', 'd'), ('tenant', 'c'), ('count', 'b'), ('store', 'a'), ('alg', 'd'), ('push', 'b'), ('entropy', 'b'), ('tag', 'c'), ('fork', 'd')])
