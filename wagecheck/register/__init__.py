"""Register: the record of decisions. Blacklist, waivers, orders to pay, kept runs, and who changed what, when and why.

Nothing here judges. Every change goes through :mod:`wagecheck.register.writer`, which writes the event about it in
the same transaction; :mod:`wagecheck.register.audit` proves that records and events agree.
"""
