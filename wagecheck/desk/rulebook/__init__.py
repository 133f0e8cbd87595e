"""Rules and profiles as people read and change them."""
