"""The sections of the management page, one module each; ``overview_page`` puts them together."""
