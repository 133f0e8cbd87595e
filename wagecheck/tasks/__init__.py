"""What every face of the product does with the library: the command line today, the desk beside it.

One noun a file. Nothing here knows a screen, asks anybody, reads a clock or the environment: who acts, what day it is
and the moment for the audit trail are handed in. Errors are those of ``wagecheck.errors``, each with its sentence.
"""
