"""Workbooks under a password (MS-OFFCRYPTO), opened by msoffcrypto-tool with the passwords that were given.

A password is used and forgotten: it stands in no message, no manifest and no log.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Final

from wagecheck.intake.containers import refusals
from wagecheck.intake.containers.compound import CompoundFile

#: Excel encrypts with this one where only the structure is protected, and opens such files without asking.
_SILENT: Final = "VelvetSweatshop"
#: Rounds of hashing per password. Office writes 100,000; ten million, which the standard allows, take half a minute.
_MOST_ROUNDS: Final = 1_000_000
_ROUNDS: Final = re.compile(rb"""\bspinCount\s*=\s*["'](\d+)["']""")


def opened(data: bytes, compound: CompoundFile, passwords: Sequence[str]) -> bytes:
    """The file without its encryption: a package (xlsx …) or an xls.

    Raises ContainerError: ``encrypted`` where no password fits or the method is unknown, ``damaged``.
    """
    import msoffcrypto  # noqa: PLC0415  # few files need it, and it costs a tenth of a second
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, ParseError  # noqa: PLC0415

    info = compound.stream("EncryptionInfo") or b""
    if b"<!DOCTYPE" in info or b"<!ENTITY" in info:
        raise refusals.damaged("含有外部实体声明", "it declares document types or entities")
    if any(int(rounds[:12]) > _MOST_ROUNDS for rounds in _ROUNDS.findall(info)):
        raise refusals.damaged("加密参数异常", "its encryption asks for an absurd number of rounds")
    for password in dict.fromkeys((*passwords, _SILENT)):
        try:
            file = msoffcrypto.OfficeFile(io.BytesIO(data))
            # an xls checks the password by itself
            file.load_key(password=password, **({"verify_password": True} if info else {}))
        except (DecryptionError, FileFormatError, ParseError):
            continue  # a wrong password, or a method that the library does not know
        except Exception as error:  # the library lets struct, index and XML errors of broken files through
            raise refusals.damaged("加密信息不完整", "its encryption data is broken") from error
        plain = io.BytesIO()
        try:
            file.decrypt(plain)
        except Exception as error:
            raise refusals.damaged(
                "密码正确，但内容无法解密", "the password fits, but it cannot be decrypted"
            ) from error
        return plain.getvalue()
    raise refusals.encrypted(tried=bool(passwords))
