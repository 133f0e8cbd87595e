"""XML read as events by expat, for parts that nobody may trust: no document types, no entities, no network.

Names of elements come without their prefix, because templates written by hand often leave it out or never declare it.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from wagecheck.intake.containers import refusals

#: Called with the local name of an element and its attributes, by their names as written.
Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def walk(data: bytes | str, start: Start, end: End, text: Text | None = None) -> None:
    """Call the three functions for every element and every run of text, in document order.

    Raises ContainerError ``damaged`` where the XML is broken or declares a document type (and so perhaps entities).
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def begun(name: str, attributes: dict[str, str]) -> None:
        start(local(name), attributes)

    def refuse(*_: object) -> int:
        raise refusals.damaged("含有外部实体声明", "it declares document types or entities")

    parser.StartElementHandler = begun
    parser.EndElementHandler = lambda name: end(local(name))
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise refusals.damaged(
            f"XML 第 {error.lineno} 行无法解析", f"its XML cannot be parsed at line {error.lineno}"
        ) from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows, or that expat cannot use
        raise refusals.damaged("XML 声明的编码不认识", "its XML declares an unknown encoding") from error


def local(name: str) -> str:
    """The name without its prefix."""
    return name.rpartition(":")[2]
