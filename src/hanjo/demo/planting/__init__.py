"""Entering the demo shop through the public commands of the modules, one file per part of the shop (デモ店の投入)."""
