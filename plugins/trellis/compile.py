"""Compile: the text of one note → `Note`. Pure: it reads nothing else, so it can be cached by content and run
anywhere. What needs the other notes stays open as a `Slot`, for `render` to fill."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from trellis import sanitise
from trellis.dialects import differences, left_overs
from trellis.direction import is_rtl
from trellis.facts import Facts
from trellis.fragments import cut
from trellis.front_matter import split_front_matter
from trellis.hidden_words import code_that_looks_hidden
from trellis.markdown import parser
from trellis.marks import marks_of
from trellis.model import Block, Body, Finding, Heading, Need, Note, Place, Slot, pack_body
from trellis.names import title_of, without_overrides
from trellis.options import Options
from trellis.scanned import Source

_SIGNS: dict[Need, str] = {
    "diagrams": '<pre class="mermaid"',
    "formulas": ' data-tex="',
    "math font": "<math",
}
"""What the HTML has that needs more than the usual."""


def compile_note(source: Source, options: Options) -> Note:
    """Everything that can be known of a note from its own text.

    Never raises: what is wrong with the text is among `Note.findings`.
    """
    try:
        return _compile(source, options)
    except RecursionError:
        finding = Finding("too-complex", 1, "the note is nested too deep to be read; it is left empty")
    except Exception as error:  # noqa: BLE001  # one note must not stop the site, whatever we did wrong
        fault = f"{type(error).__name__}: {error}"
        finding = Finding("fault", 1, f"Trellis failed at this note ({fault}) and left it empty; please report it")
    return replace(_compile(Source(source.path, ""), options), findings=(*source.findings, finding))


def _compile(source: Source, options: Options) -> Note:
    front, text = split_front_matter(sanitise.clean_source(source.text))
    own = front.properties.strict_line_breaks
    md = parser(strict_line_breaks=options.strict_line_breaks if own is None else own)
    env: dict[str, Any] = {"video_id": front.properties.video_id, "words": options.words}
    tokens = md.parse(text, env)
    facts = Facts(front, text.split("\n"), front.lines, list(front.links))
    if line := env.get("source_line"):
        facts.read(line, kind="source")
    facts.read_blocks(tokens)
    found = [*env.get("findings", ()), *left_overs(tokens), *differences(tokens)]
    front.findings.extend(replace(finding, line=finding.line + front.lines + 1) for finding in found)
    html = md.renderer.render(tokens, md.options, env)
    fragments = cut(sanitise.sanitise(html, facts.claim), env.get("held", []))
    note = replace(
        _note(source, facts, env, fragments),
        is_rtl=is_rtl(text, front.properties.lang, front.properties.dir),
        begins=front.lines + 1,
        odd_code=tuple(code_that_looks_hidden(tokens, facts.rows)),
    )
    return replace(note, marks=marks_of(note))


def _note(source: Source, facts: Facts, env: dict[str, Any], fragments: Body) -> Note:
    properties = facts.front.properties
    headings = tuple(replace(h, line=h.line + facts.offset + 1) for h in env.get("headings", ()))
    blocks = tuple(Block(b.id, b.line + facts.offset + 1) for b in env.get("blocks", {}).values())
    heading, body = _opening(fragments, headings)
    first = headings[0].text if heading else next((h.text for h in headings if h.level == 1), "")
    findings = [*source.findings, *facts.front.findings]
    if not source.text.strip() and not source.findings:
        findings.append(Finding("empty-note", 1, "the note is empty; write it or delete it"))
    elif not properties.title and not first and not any(found.code == "front-matter" for found in findings):
        hint = "add `title:` to its front matter or a line `# Title` on top"
        findings.append(Finding("no-title", 1, f"the note has no title, so its file name is shown; {hint}"))
    listed = [(tag, (facts.front.tags_line, 1)) for tag in properties.tags]
    tags = _once([*listed, *facts.tags])
    return Note(
        path=source.path,
        title=without_overrides(properties.title or first) or title_of(source.path),
        properties=properties,
        heading=heading,
        packed_body=pack_body(body),
        links=tuple(facts.links),
        headings=headings,
        blocks=blocks,
        tags=tuple(tag for tag, _ in tags),
        needs=tuple(need for need, sign in _SIGNS.items() if any(sign in f for f in fragments if isinstance(f, str))),
        words=facts.words,
        tag_places=tuple(place for _, place in tags),
        lead=facts.lead,
        claims=facts.citations.claims(),
        films=facts.citations.films(),
        web_pages=facts.citations.web_pages(),
        findings=tuple(findings),
    )


def _opening(fragments: Body, headings: tuple[Heading, ...]) -> tuple[Body, Body]:
    """The H1 that *fragments* begin with, and the rest; nothing and all of them, if they begin otherwise."""
    if not headings or headings[0].level != 1 or not fragments or fragments[0] != Slot("section", 0):
        return (), fragments
    for index, fragment in enumerate(fragments):
        if isinstance(fragment, str) and "</h1>" in fragment:
            before, tag, after = fragment.partition("</h1>")
            return (*fragments[1:index], f"{before}{tag}\n"), (after.lstrip("\n"), *fragments[index + 1 :])
    return (), fragments


def _once(tags: Iterable[tuple[str, Place]]) -> list[tuple[str, Place]]:
    """Those of *tags* that come first, however their letters are written."""
    first: dict[str, tuple[str, Place]] = {}
    for tag, place in tags:
        first.setdefault(tag.casefold(), (tag, place))
    return [*first.values()]
