"""The pages of the desk, one file for every noun; ``ROUTERS`` are all of them."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from wagecheck.desk.routes import (
    accounts,
    blacklist,
    entry,
    entry_forms,
    evidence,
    hand_in_period,
    hand_ins,
    home,
    listing_files,
    login,
    matches,
    orders,
    portfolio,
    portfolio_files,
    readings,
    result_files,
    rules,
    sites,
    thresholds,
    tokens,
    trail,
    uploads,
    waiver_plans,
    waivers,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    home.router,
    login.router,
    hand_ins.router,
    hand_in_period.router,
    readings.router,
    uploads.router,
    uploads.whole,
    result_files.router,
    portfolio.router,
    portfolio_files.router,
    accounts.router,
    sites.router,
    tokens.router,
    matches.router,
    blacklist.router,
    listing_files.router,
    orders.router,
    evidence.router,
    entry_forms.router,
    entry.router,  # last of /blacklist: its addresses hold an id where others hold a word
    waiver_plans.router,
    waivers.router,
    thresholds.router,
    rules.router,  # after the profile: its addresses hold an id where others hold a word
    trail.router,
)
