"""Keep the catalogues in step with the source: `python tools/texts.py`, or `--check` to change nothing.

Texts are the literals in `say(…)`, in Python and in templates. An update adds new ones with an empty
translation and drops those that are gone; a check fails on any that is missing, empty, fuzzy, left over,
or that does not hold the fields of its original.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "probant"
PAGES = ROOT / "tools"
"""Where the pages of docs/ are written that are made from code: what they say is translated too."""
METHODS = [("**.py", "python"), ("**.html.j2", "jinja2")]
OPTIONS = {"**.html.j2": {"trimmed": "true", "silent": "false"}}
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: {tag}\\n"\n\n'


def extracted() -> Catalog:
    """Every text in the source, with the files that say it."""
    found = Catalog()
    for folder in (SOURCE, PAGES):
        texts = extract_from_dir(str(folder), METHODS, OPTIONS, keywords={"say": (1,)}, strip_comment_tags=False)
        for path, _, message, _, _ in sorted(texts, key=lambda text: (text[0], text[1])):
            found.add(message, locations=[(Path(path).as_posix(), 0)])
    return found


def read(path: Path) -> Catalog:
    """A catalogue as it stands; empty where there is none yet."""
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file)


def faults(source: Catalog, translated: Catalog) -> Iterator[str]:
    """What keeps a reader from her language."""
    for message in source:
        if not message.id:
            continue
        known = translated.get(message.id)
        if known is None or not known.string:
            yield f"not translated: {message.id}"
        elif known.fuzzy:
            yield f"fuzzy: {message.id}"
        elif fields(known.string) != fields(message.id):
            yield f"other fields than its original: {known.string}"
    yield from (f"no longer said: {one.id}" for one in translated if one.id and one.id not in source)


def fields(template: str) -> set[tuple[str, str]]:
    """Names of the fields of a template, with their units."""
    return {(name, unit or "") for _, name, unit, _ in Formatter().parse(template) if name}


def update(path: Path, source: Catalog) -> None:
    """Write the catalogue anew: old translations kept, new texts empty, lost ones dropped."""
    before = read(path)
    after = Catalog()
    for message in source:
        if message.id:
            known = before.get(message.id)
            places = [(name, None) for name in sorted({name for name, _ in message.locations})]
            after.add(message.id, known.string if known else "", locations=places)
    with path.open("wb") as file:
        file.write(HEADER.format(tag=path.parts[-3]).encode())
        write_po(file, after, width=110, omit_header=True, include_lineno=False)


def main() -> int:
    """0 where all catalogues are whole, 1 where one is not."""
    source, broken = extracted(), 0
    for path in sorted(SOURCE.glob("report/locale/*/LC_MESSAGES/probant.po")):
        if "--check" not in sys.argv:
            update(path, source)
        for fault in faults(source, read(path)):
            broken += 1
            sys.stdout.write(f"{path.parts[-3]}: {fault}\n")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
