"""Tests of スマレジ."""
