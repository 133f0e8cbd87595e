"""Waivers: what the newest checks say of them, and whose they are."""
