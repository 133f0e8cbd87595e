"""The parts of judging, one per noun; ``wagecheck.judge`` joins them."""
