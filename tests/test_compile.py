"""Compiling one note: pure, never raising, and in time that grows with its length."""

import pytest

from trellis import NotePath, Options, Source, Vault, VaultPath, build_wiki, compile_note
from trellis.model import Finding
from trellis.svg import is_picture


def compiled(text: str, **options: bool) -> str:
    note = compile_note(Source(NotePath(VaultPath("a.md")), text), Options(**options))  # type: ignore[arg-type]
    return "".join(fragment for fragment in note.body if isinstance(fragment, str))


def test_strict_line_breaks_join_lines() -> None:
    assert compiled("one\ntwo") == "<p>one<br>\ntwo</p>\n"
    assert compiled("one\ntwo", strict_line_breaks=True) == "<p>one\ntwo</p>\n"


def test_a_fault_of_ours_costs_one_note(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr("trellis.compile.cut", lambda html, held: faulty() if "Words" in html else ())
    note = compile_note(Source(NotePath(VaultPath("my_note.md")), "# Title\n\nWords."), Options())
    assert (note.title, note.body) == ("My note", ())
    assert [finding.code for finding in note.findings] == ["fault"]
    assert "IndexError: list index out of range" in note.findings[0].message


@pytest.mark.parametrize(
    "text",
    [
        "> " * 5000,
        "- " * 5000,
        "[" * 5000,
        "[[" * 5000,
        "![[" * 5000,
        "*a " * 5000,
        "<div>" * 5000,
        "{" * 5000,
        "`" * 5000,
        "==" * 5000,
        "%%" * 5001,
        "^[" * 3000,
        "---\n" + "a: {" * 3000,
        "| a " * 3000 + "\n" + "|-" * 3000,
    ],
)
def test_odd_notes_never_raise(text: str) -> None:
    note = compile_note(Source(NotePath(VaultPath("a.md")), text), Options())
    assert "fault" not in {finding.code for finding in note.findings}


def test_notes_are_compiled_alike_whenever_and_wherever() -> None:
    source = Source(NotePath(VaultPath("a.md")), "# A\n\n[[b]] ^x\n\n`code` [^1]\n\n[^1]: note\n")
    first, second = (compile_note(source, Options()) for _ in range(2))
    assert first == second
    assert isinstance(hash(first), int), "a note is a value"


def test_what_scanning_noticed_is_kept() -> None:
    finding = Finding("not-utf8", 3, "byte")
    note = compile_note(Source(NotePath(VaultPath("a.md")), "# A", (finding,)), Options())
    assert note.findings == (finding,)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    ("inside", "picture"),
    [
        ('<path d="M0 0"/><a href="https://example.org"><text>x</text></a><use href="#a"/>', True),
        ('<image href="data:image/png;base64,AA"/><image xlink:href="a.png"/>', True),
        ("<script>alert(1)</script>", False),
        ('<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>', False),
        ('<path onload="alert(1)"/>', False),
        ('<a xlink:href="java&#115;cript:alert(1)"><text>x</text></a>', False),
        ('<use href="data:image/svg+xml;base64,AA"/>', False),
        ("<foreignObject><p>x</p></foreignObject>", False),
        ('<set attributeName="onmouseover" to="alert(1)"/>', False),
        ('<animate attributeName="xlink:href" to="javascript:alert(1)"/>', False),
        ("<path", False),
    ],
)
def test_an_svg_is_let_in_only_as_a_picture(inside: str, picture: bool) -> None:
    assert is_picture(SVG.format(inside).encode()) is picture
    assert is_picture(SVG.format(inside).encode("utf-16")) is picture


def test_an_svg_with_entities_is_refused() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG.format("&b;")
    assert not is_picture(bomb.encode())
    assert not is_picture(('<?xml-stylesheet href="x.xsl"?>' + SVG.format("")).encode())


def test_a_page_shows_no_more_of_others_than_can_be_read() -> None:
    long = Source(NotePath(VaultPath("long.md")), "word " * 100_000)
    many = Source(NotePath(VaultPath("many.md")), "![[long]]\n\n" * 100)
    wiki = build_wiki(Vault("Test", (long, many)))
    assert 4_000_000 < len(wiki.linker.body(many.path)) < 6_000_000


@pytest.mark.parametrize(
    "tex",
    [
        r"\newcommand\Qa[1]{" + r"\sqrt{" * 36 + "#1" + "}" * 36 + "}",
        r"\def\a#1{#1#1}\a{\a{\a{x}}}",
        "{" * 4_900 + "}" * 4_900,
        r"\hat " * 1_900 + "x",
    ],
)
def test_no_formula_ends_the_program(tex: str) -> None:
    note = compile_note(Source(NotePath(VaultPath("a.md")), f"$${tex}$$\n"), Options())
    assert note.body
