"""How values cross between the two children: encoding, decoding, codecs, calls."""
