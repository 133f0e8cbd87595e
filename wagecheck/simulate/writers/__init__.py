"""Writers: sheets → bytes. The same sheets give the same bytes, on any day."""
