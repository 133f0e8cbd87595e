"""The first sheet of a marked copy: what was found in this file, with links to the cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from wagecheck.report import labels, text_sizes
from wagecheck.report.marked.marks import Entry, letters
from wagecheck.report.marked.package import Package, PackageError
from wagecheck.report.marked.sheet import Sheet
from wagecheck.report.marked.styles import Styles
from wagecheck.report.marked.texts import escaped
from wagecheck.report.severity_looks import SIGNS
from wagecheck.result import RuleInfo
from wagecheck.wording import Wording

_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TYPED: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Heading and width of every column, in characters.
_COLUMNS: Final = (
    ("marked.number", 6), ("column.severity", 11), ("column.rule", 8), ("column.title", 22), ("column.sheet", 16),
    ("column.cell", 9), ("column.worker", 13), ("column.period", 11), ("column.message", 52), ("column.expected", 14),
    ("column.actual", 14), ("column.remedy", 46), ("page.also", 24),
)  # fmt: skip
_WIDTHS: Final = [width for _, width in _COLUMNS]
_LINKED: Final = 5
_HEAD_ROW: Final = 7
#: The views of a sheet stand near its beginning.
_VIEW_BYTES: Final = 65_536
#: So many findings are listed at most.
LISTED: Final = 5_000

#: What a comment says of a finding.
_SAID: Final = ("rule", "severity", "state", "kind", "message", "message_en", "expected", "actual", "remedy")

Row = Mapping[str, Any]
#: The names of sheets in the copy by their names in the result, and whether they are hidden.
Sheets = Mapping[str, str]


def add(
    package: Package, styles: Styles, entries: Sequence[Entry], sheets: Sheets, notes: Sequence[str], name: str,
    rules: Mapping[str, RuleInfo], t: Wording,
) -> None:  # fmt: skip
    """Puts the sheet in front of all others and shows it; places that count sheets are moved on by one.

    ``notes`` are the sentences above the list. Raises PackageError.
    """
    part = package.free("xl/worksheets/sheetW{}.xml")
    package.put(part, _xml(package, styles, entries, sheets, notes, rules, t).encode())
    package.declare(part, _TYPE)
    _enter(package, package.relate(package.book, "worksheet", part), _free_name(package, name))


def comment(entries: Sequence[Entry], rules: Mapping[str, RuleInfo], t: Wording) -> str:
    """What the comment of a cell says of its findings, the worst first; the list says the rest."""
    most = 4
    told: dict[tuple[str | None, ...], Entry] = {}
    for entry in entries:
        told.setdefault(tuple(entry.finding[name] for name in _SAID), entry)
    parts = [_said(entry, rules, t) for entry in list(told.values())[:most]]
    more = [t("marked.comment_more", count=len(told) - most)] if len(told) > most else []
    return "\n\n".join([*parts, *more])


def _said(entry: Entry, rules: Mapping[str, RuleInfo], t: Wording) -> str:
    finding, rule = entry.finding, rules.get(entry.finding["rule"])
    waived = finding["state"] == "waived"
    lines = [
        f"{SIGNS[entry.severity]} {_severity(finding, t)}{t('marked.waived') if waived else ''} "
        f"{finding['rule']} {'' if rule is None else t.pick(rule.title, rule.title_en)}",
        t.pick(finding["message"], finding["message_en"]),
    ]
    values = [
        t("marked.value", name=t(f"column.{key}"), value=finding[key])
        for key in ("expected", "actual")
        if finding[key] is not None
    ]
    if values:
        lines.append("　".join(values))
    remedy = finding["remedy"] if t.lang == "zh" or rule is None else t.pick(rule.remedy, rule.remedy_en)
    if remedy and not waived:
        lines.append(t("marked.remedy", remedy=remedy))
    return "\n".join(lines)


def _severity(finding: Row, t: Wording) -> str:
    severity = t(f"severity.{finding['severity']}")
    return f"{severity}·{t('kind.signal')}" if finding["kind"] == "signal" else severity


def _xml(
    package: Package, styles: Styles, entries: Sequence[Entry], sheets: Sheets, notes: Sequence[str],
    rules: Mapping[str, RuleInfo], t: Wording,
) -> str:  # fmt: skip
    last = letters(len(_COLUMNS))
    rows = [_row(1, [(t("marked.sheet_title"), styles.own("title"))])]
    rows += [
        _row(number, [(note, styles.own("text"))], text_sizes.height([(note, sum(_WIDTHS))]))
        for number, note in enumerate(notes, start=2)
    ]
    if 2 + len(notes) > _HEAD_ROW:
        raise PackageError("too many notes")
    rows.append(_row(_HEAD_ROW, [(t(key), styles.own("head")) for key, _ in _COLUMNS]))
    links: list[str] = []
    shown = entries[:LISTED]
    for index, entry in enumerate(shown, start=1):
        number = _HEAD_ROW + index
        texts = _texts(index, entry, sheets, rules, t)
        target = _target(entry, sheets)
        looks = [styles.own(entry.severity if column == 1 else "body") for column in range(len(texts))]
        if target:
            looks[_LINKED] = styles.own("link")
            links.append(
                f"<hyperlink ref={quoteattr(letters(_LINKED + 1) + str(number))} location={quoteattr(target)}/>"
            )
        tall = text_sizes.height(zip(texts, _WIDTHS, strict=True))
        rows.append(_row(number, list(zip(texts, looks, strict=True)), tall))
    merges = "".join(f'<mergeCell ref="A{2 + index}:{last}{2 + index}"/>' for index in range(len(notes)))
    widths = "".join(
        f'<col min="{index}" max="{index}" width="{width}" customWidth="1"/>'
        for index, (_, width) in enumerate(_COLUMNS, start=1)
    )
    end = _HEAD_ROW + max(len(shown), 1)
    return (
        f'{_TYPED}<worksheet xmlns="{package.main}"><sheetPr><tabColor rgb="FFC00000"/>'
        '<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{last}{end}"/><sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{_HEAD_ROW}" topLeftCell="A{_HEAD_ROW + 1}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="A{_HEAD_ROW + 1}" sqref="A{_HEAD_ROW + 1}"/>'
        "</sheetView></sheetViews>"
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>{"".join(rows)}</sheetData>'
        f'<autoFilter ref="A{_HEAD_ROW}:{last}{end}"/>'
        + (f'<mergeCells count="{len(notes)}">{merges}</mergeCells>' if notes else "")
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _texts(index: int, entry: Entry, sheets: Sheets, rules: Mapping[str, RuleInfo], t: Wording) -> list[str]:
    finding, rule = entry.finding, rules.get(entry.finding["rule"])
    waived = t("marked.waived") if finding["state"] == "waived" else ""
    sheet, cell = _first(entry)
    others = [f"{sheets.get(name or '', name or '')} {spot or ''}".strip() for name, spot in entry.places]
    told = f"{sheets.get(sheet or '', sheet or '')} {cell or ''}".strip()
    elsewhere = [
        f"{place['file']} {place['sheet'] or ''} {place['cell'] or ''}".strip()
        for place in ({key: finding[key] for key in ("file", "sheet", "cell")}, *(finding["also"] or ()))
        if place["file"] and (place["sheet"], place["cell"]) not in entry.places
    ]
    also = [other for other in others if other and other != told] + elsewhere
    shown = also[: labels.PLACES_PER_ROW] + (["…"] if len(also) > labels.PLACES_PER_ROW else [])
    tail = f"（{finding['id_tail']}）" if finding["id_tail"] else ""
    return [
        str(index),
        f"{SIGNS[entry.severity]} {_severity(finding, t)}{waived}",
        finding["rule"],
        "" if rule is None else t.pick(rule.title, rule.title_en),
        sheets.get(sheet or "", sheet or ""),
        cell or "",
        f"{finding['worker'] or ''}{tail}",
        finding["period"],
        t.pick(finding["message"], finding["message_en"]),
        finding["expected"] or "",
        finding["actual"] or "",
        finding["remedy"] if t.lang == "zh" or rule is None else t.pick(rule.remedy, rule.remedy_en),
        "\n".join(shown),
    ]


def _first(entry: Entry) -> tuple[str | None, str | None]:
    """The first place with a cell, else the first."""
    return next((place for place in entry.places if place[1]), entry.places[0])


def _target(entry: Entry, sheets: Sheets) -> str | None:
    sheet, cell = _first(entry)
    return None if sheet is None or cell is None or sheet not in sheets else reference(sheets[sheet], cell)


def reference(sheet: str, cell: str) -> str:
    """``'工资 表'!H12``: a place in a workbook as links name it."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cell}"


def _row(number: int, cells: Sequence[tuple[str, int]], height: float | None = None) -> str:
    tall = f' ht="{height}" customHeight="1"' if height else ""
    told = "".join(
        f'<c r="{letters(column)}{number}" s="{look}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(escaped(text))}</t></is></c>"
        if text
        else f'<c r="{letters(column)}{number}" s="{look}"/>'
        for column, (text, look) in enumerate(cells, start=1)
    )
    return f'<row r="{number}"{tall}>{told}</row>'


def _free_name(package: Package, wanted: str) -> str:
    taken = {str(sheet.get("name")).casefold() for sheet in _sheets(package)}
    names = (wanted if number == 1 else f"{wanted}{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name.casefold() not in taken)


def _sheets(package: Package) -> list[etree._Element]:
    return list(package.tree(package.book).iter(f"{{{package.main}}}sheet"))


def _enter(package: Package, key: str, name: str) -> None:
    """The sheet at the head of the workbook's list, and everything that counts sheets one further."""
    book, main = package.tree(package.book), package.main
    parent = book.find(f"{{{main}}}sheets")
    if parent is None:
        raise PackageError("a workbook without sheets")
    used = {int(sheet.get("sheetId", 0)) for sheet in parent}
    sheet = etree.Element(f"{{{main}}}sheet")
    sheet.set("name", name)
    sheet.set("sheetId", str(max(used, default=0) + 1))
    sheet.set(f"{{{package.office}}}id", key)
    parent.insert(0, sheet)
    for defined in book.iter(f"{{{main}}}definedName"):
        if defined.get("localSheetId") is not None:
            defined.set("localSheetId", str(int(str(defined.get("localSheetId"))) + 1))
    for view in book.iter(f"{{{main}}}workbookView"):
        view.set("activeTab", "0")
        view.set("firstSheet", "0")
    for other_key, (kind, other) in package.related(package.book).items():
        if other_key != key and kind in ("worksheet", "chartsheet") and package.has(other):
            _deselect(package, other)


def _deselect(package: Package, part: str) -> None:
    """Takes a sheet out of the selection, its other bytes untouched where nothing else changes."""
    if package.is_open(part):
        Sheet(package.tree(part), package.main).not_selected()
        return
    data = package.content(part)
    for said in (b'tabSelected="1"', b"tabSelected='1'", b'tabSelected="true"'):
        if said in data[:_VIEW_BYTES]:
            package.put(part, data[:_VIEW_BYTES].replace(said, b'tabSelected="0"', 1) + data[_VIEW_BYTES:])
            return
