"""x"""

import argparse

HELP = "x"


def arguments(p: argparse.ArgumentParser) -> None:
    """x"""


def run(g: argparse.Namespace) -> int:
    """x"""
    return 1
