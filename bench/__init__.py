"""Measurements: speed as ratios against a peer in the same run, quality on development data."""
