"""The compiled event loop: arrays in, arrays out. Only the rooms above know names and units."""
