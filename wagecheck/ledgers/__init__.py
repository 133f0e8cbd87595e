"""Ledgers: one Pandera model per ledger, and the checks that carry rule ids."""
