"""Work on untrusted files, done in processes apart with limits of memory and time.

A two-kilobyte workbook can abort its reader, fill the memory or never end. Apart from us it costs a ``LostError``,
here it would cost the whole check. Limits: ``containers.limits``.
"""

from wagecheck.intake.apart.pool import Pool, shared, warm
from wagecheck.intake.apart.process import How, LostError

__all__ = ["How", "LostError", "Pool", "shared", "warm"]
