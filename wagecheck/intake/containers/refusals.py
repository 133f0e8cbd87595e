"""Why a file cannot be opened, in sentences that say what it is and what to do."""

from __future__ import annotations

from typing import Final

from wagecheck.intake.grid import ContainerError

_SAVE_XLSX: Final = (
    "请用 WPS 或 Excel 打开后另存为 .xlsx 再提交",
    "open it in WPS or Excel, save it as .xlsx and submit that",
)
_WRITE_XLSX: Final = ("请把表格内容整理成 .xlsx 再提交", "put the table into an .xlsx file and submit that")

#: kind → what it is (zh, en), what to do (zh, en)
_UNSUPPORTED: Final[dict[str, tuple[str, str, tuple[str, str]]]] = {
    "docx": ("这是 Word 文档", "This is a Word document", _WRITE_XLSX),
    "doc": ("这是旧版 Word 文档（.doc 或 .wps）", "This is an old Word document (.doc or .wps)", _WRITE_XLSX),
    "pptx": ("这是演示文稿", "This is a presentation", _WRITE_XLSX),
    "ppt": ("这是旧版演示文稿（.ppt）", "This is an old presentation (.ppt)", _WRITE_XLSX),
    "pdf": ("这是 PDF 文件", "This is a PDF file", _WRITE_XLSX),
    "picture": ("这是图片", "This is a picture", _WRITE_XLSX),
    "rtf": ("这是 RTF 文档", "This is an RTF document", _WRITE_XLSX),
    "zip": ("这是压缩包", "This is an archive", ("请解压后提交里面的表格", "unpack it and submit the tables inside")),
    "rar": (
        "这是 RAR 压缩包",
        "This is a RAR archive",
        ("请解压后提交里面的表格", "unpack it and submit the tables inside"),
    ),
    "7z": (
        "这是 7z 压缩包",
        "This is a 7z archive",
        ("请解压后提交里面的表格", "unpack it and submit the tables inside"),
    ),
    "gzip": (
        "这是压缩文件（gzip、bzip2 或 xz）",
        "This is a compressed file (gzip, bzip2 or xz)",
        ("请解压后提交里面的表格", "unpack it and submit the tables inside"),
    ),
    "page": ("这是网页（HTML），里面没有表格", "This is a web page without any table", _WRITE_XLSX),
    "old_excel": ("这是 Excel 4.0 或更早的表格", "This is a sheet of Excel 4.0 or older", _SAVE_XLSX),
    "odf": ("这是 OpenDocument 文档，不是表格", "This is an OpenDocument text or drawing, not a sheet", _WRITE_XLSX),
    "ofd": ("这是 OFD 版式文件", "This is an OFD document", _WRITE_XLSX),
    "msg": ("这是 Outlook 邮件", "This is an Outlook message", ("请提交邮件里的附件", "submit what is attached to it")),
    "xml": ("这是 XML 文件，不是表格", "This is an XML file, not a table", _WRITE_XLSX),
    "ole": (
        "这是旧版 Office 格式的文件，但里面没有表格",
        "This is an old Office file without a workbook in it",
        _WRITE_XLSX,
    ),
    "unknown": ("文件格式不认识", "The format of this file is unknown", _SAVE_XLSX),
}


def missing() -> ContainerError:
    """The file is not there or may not be read."""
    return ContainerError(
        "missing",
        "文件不存在或没有读取权限，请检查路径，并关闭正在占用它的程序",
        "The file does not exist or may not be read; check the path and close the program that holds it",
    )


def empty_file() -> ContainerError:
    """Nothing in it."""
    return ContainerError(
        "empty_file", "文件是空的，请重新导出后提交", "The file is empty; export it again and submit that"
    )


def unsupported(kind: str) -> ContainerError:
    """A kind of file that is not read; unknown kinds get a general sentence."""
    zh, en, (do_zh, do_en) = _UNSUPPORTED.get(kind, _UNSUPPORTED["unknown"])
    return ContainerError("unsupported", f"{zh}，没有读取；{do_zh}", f"{en} and was not read; {do_en}")


def encrypted(*, tried: bool = False) -> ContainerError:
    """Protected by a password; ``tried``: none of those given opens it."""
    found_zh, found_en = (
        ("给出的密码都打不开，没有读取", "protected by a password, none of those given opens it, and it was not read")
        if tried
        else ("没有读取", "protected by a password and was not read")
    )
    return ContainerError(
        "encrypted",
        f"文件设有打开密码，{found_zh}；请去掉密码另存后再提交；用命令核对的，也可以用 --password 给出正确的密码",
        f"The file is {found_en}; save it without the password and submit that; a command may give --password",
    )


def unreadable_encryption(zh: str, en: str) -> ContainerError:
    """Protected in a way no password helps with here."""
    return ContainerError(
        "encrypted",
        f"文件设有打开密码（{zh}），没有读取；请去掉密码另存后再提交（这种加密用 --password 也打不开）",
        f"The file is protected by a password ({en}) that --password cannot open; save it without and submit that",
    )


def dangerous(zh: str, en: str) -> ContainerError:
    """A member of an archive that could do harm where it is unpacked. ``zh`` and ``en`` name what was found."""
    return ContainerError(
        "dangerous",
        f"压缩包里的这一项有危险或异常（{zh}），没有读取；请在自己的电脑上核对，只把需要的表格重新打包后提交",
        f"This entry of the archive is dangerous or odd ({en}) and was not read; pack only the tables again",
    )


def linked() -> ContainerError:
    """A link that leads out of the folder, or nowhere: what it leads to was not handed in."""
    return ContainerError(
        "dangerous",
        "这是指向资料文件夹之外（或指向空处）的链接，没有读取；请把文件本身复制到资料文件夹里再提交",
        "This is a link that leads out of the folder, or nowhere, and was not read; put the file itself there",
    )


def no_file() -> ContainerError:
    """A pipe, socket or device."""
    return ContainerError(
        "dangerous",
        "这不是普通文件（管道、设备或套接字），没有读取；请只提交表格文件",
        "This is no ordinary file (a pipe, device or socket) and was not read; submit tables only",
    )


def closed_folder() -> ContainerError:
    """A folder that may not be listed."""
    return ContainerError(
        "missing",
        "这个文件夹没有读取权限，里面的文件没有读取；请检查权限后重新核对",
        "This folder may not be read, nor were the files in it; check its permissions and check again",
    )


def too_many(most: int) -> ContainerError:
    """An archive of more files than a submission has."""
    return ContainerError(
        "too_large",
        f"压缩包里的文件超过 {most} 个，没有读取；请按月份或单位分开打包后提交",
        f"The archive holds more than {most} files and was not read; pack it by month or contractor",
    )


def too_deep(most: int) -> ContainerError:
    """An archive inside archives inside archives."""
    return ContainerError(
        "unsupported",
        f"压缩包套了 {most} 层以上，里层没有读取；请解压后提交里面的表格",
        f"Archives are nested more than {most} deep, this one was not read; unpack it and submit the tables inside",
    )


def damaged(zh: str, en: str) -> ContainerError:
    """Broken, or not what its own parts say. ``zh`` and ``en`` name what was found."""
    return ContainerError(
        "damaged",
        f"文件已损坏或结构异常（{zh}），没有读取；请用 WPS 或 Excel 打开另存为 .xlsx，或重新导出后提交",
        f"The file is damaged or malformed ({en}) and was not read; save it again as .xlsx or export it again",
    )


def too_large(zh: str, en: str) -> ContainerError:
    """More than the limits of ``intake.limits``. ``zh`` and ``en`` name the size."""
    return ContainerError(
        "too_large",
        f"文件过大（{zh}），没有读取；请删去多余的空白行列，或按月份、班组拆开后提交",
        f"The file is too large ({en}) and was not read; delete empty rows and columns or split it by month or team",
    )


#: How a reader was lost (``apart.LostError``) → what happened (zh, en).
_LOST: Final[dict[str, tuple[str, str]]] = {
    "crash": ("读取程序被它弄崩溃", "it crashed the reader"),
    "memory": ("读取它要用的内存超过上限", "reading it takes more memory than allowed"),
    "time": ("读取它要用的时间超过上限", "reading it takes more time than allowed"),
    "fault": ("读取程序在它上面出错", "the reader failed on it"),
}


def lost(how: str, fault: str = "") -> ContainerError:
    """A file that cost its reader: ``how`` of ``apart.LostError``, ``fault`` kind and place of an error of ours."""
    zh, en = _LOST[how]
    zh, en = (f"{zh}：{fault}", f"{en}: {fault}") if fault else (zh, en)
    return ContainerError(
        "lost",
        f"文件结构异常，不能安全读取（{zh}），没有读取，其余文件不受影响；"
        "请用 WPS 或 Excel 新建一个空白 .xlsx，只把表格内容复制过去（选择性粘贴“数值”）再提交",
        f"The file is malformed and cannot be read safely ({en}); it was not read, the others were. "
        "Copy only the table's values into a new .xlsx workbook and submit that",
    )
