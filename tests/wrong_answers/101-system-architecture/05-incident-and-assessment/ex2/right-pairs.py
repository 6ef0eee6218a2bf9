def answers():
    return dict([('layers', 'c'), ('radius', 'd'), ('adapter', 'a'), ('contract', 'b'), ('charge', 'c'), ('when', 'a'), ('relay', 'b'), ('seat', 'd'), ('chain', 'd'), ('budget', 'a'), ('left', 'c'), ('shard', 'b'), ('read', 'a'), ('ratio', 'd'), ('workers', 'b'), ('queue', 'b')])
