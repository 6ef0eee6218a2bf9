def answers():
    return dict(pair.split("=") for pair in "layers=c radius=d adapter=a contract=b charge=c when=a relay=b seat=d chain=d budget=a left=c shard=b read=a ratio=d workers=b queue=b".split())
