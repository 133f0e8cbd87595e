"""Simulate: made-up submissions with known defects and the answers to them."""
