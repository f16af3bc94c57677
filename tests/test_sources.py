"""Sources: what counts as one, the list at the end of a note, the pages of talks and channels, and the player."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from casefile import wiki_of
from conftest import axe_violations, built_site, served, strict_page
from edits import save
from trellis import NotePath, Source, VaultPath, Wiki, compile_note
from trellis.citation_view import CitationsView, citations_view
from trellis.cited_by import cited_by
from trellis.mkdocs.site import build_site
from trellis.model import Note
from trellis.options import Options
from trellis.view import NoteView

TALK, OTHER = "sndW9hzX-wA", "F1ka6a13S9I"


def path(name: str) -> NotePath:
    return NotePath(VaultPath(f"{name}.md"))


def compiled(text: str) -> Note:
    return compile_note(Source(path("test"), f"---\nvideoId: {TALK}\n---\n{text}"), Options())


def view_of(wiki: Wiki, name: str) -> CitationsView:
    view = citations_view(wiki, path(name))
    assert view
    return view


COUNTED = {
    # Markdown: claims, and those with a source outside the vault
    "Water boils. [1:00]": (1, 1),
    "Water boils.\n\nIce melts [2:00].": (2, 1),
    "- Water boils. [1:00]\n- Ice melts.\n\n  It takes a while.": (3, 1),
    "- too short\n- five words are too few\n- but six words are quite enough": (1, 0),
    "- water\n- ice [1:00]": (0, 0),
    "Three things matter here, and they are:\n\nWhy does water boil at a hundred degrees?": (0, 0),
    "Why? Because it is hot.": (1, 0),
    "水は百度で沸く。": (1, 0),
    "# A heading that states something. [1:00]": (0, 0),
    "| A cell that states something. [1:00] |\n| --- |": (0, 0),
    "> A quote that states something. [1:00]\n\nMine.": (1, 0),
    "> [!tip] A title. [1:00]\n> What the tip says. [1:00]\n\nMine.": (2, 1),
    "> [!quote]\n> > [!tip]\n> > Said by another.\n>\n> Said by another.\n\nMine.": (1, 0),
    "- [ ] Does it boil? Look at it. [1:00]": (0, 0),
    "    code. [1:00]\n\n$$x.$$\n\n<p>HTML.</p>": (0, 0),
    "[A long title of some page elsewhere.](https://x.org/y)": (0, 0),
    "![A picture of it.](https://x.org/y.png)": (0, 0),
    "As [they say](https://x.org/y).": (1, 1),
    "As at https://x.org/?q=1 they say.": (1, 1),
    "Use [PyTorch](https://pytorch.org/).": (1, 0),
    "Write to [us](mailto:us@x.org), or [here](test.md#x).": (1, 0),
    "In [a film](https://youtu.be/F1ka6a13S9I).": (1, 1),
    "In [a film](https://vimeo.com/76979871#t=60s).": (1, 1),
    "It boils.[^1]\n\n[^1]: Smith, *On water*, 1968.": (1, 1),
    "It boils.[^1]\n\n[^1]: At sea level, that is.": (1, 0),
    "It boils.[^1] So it is.\n\n[^1]: See [here](https://x.org/y). It says so.": (1, 1),
    "It boils.^[https://x.org/y]": (1, 1),
    "It boils. [^nothing]": (1, 0),
}


@pytest.mark.parametrize("text", COUNTED)
def test_what_has_a_source(text: str) -> None:
    claims = compiled(text).claims
    assert (claims.count, claims.sourced) == COUNTED[text]


SAID = {
    # Markdown: the sentences of its moments
    "One. Two is so [1:00]. Three.": ["Two is so."],
    "One. [1:00] Two is so. [2:00]": ["One.", "Two is so."],
    "- [1:00] One. It goes on.": ["One."],
    "[1:00] One. [2:00] Two. [3:00]": ["One.", "Two.", "Two."],
    "One [1:00][2:00]": ["One", "One"],
    "See [[a|this]] and [[b|that]]. So [[c|it]] is [1:00], [[d|too]].": ["So it is, too."],
    f"{'Much ' * 90}[[a|here]] it is [1:00], {'and more ' * 90}": None,
    "[1:00]": [""],
    '[One <a class="yt-timestamp">[1:00]</a>](x.md) is so [2:00].': ["One is so."],
}


@pytest.mark.parametrize("text", SAID)
def test_a_moment_has_its_sentence(text: str) -> None:
    wiki = wiki_of({"test.md": f"---\nvideoId: {TALK}\n---\n{text}"})
    said = [wiki.linker.words(path("test"), m.excerpt) for m in wiki.notes[path("test")].films]
    if SAID[text] is None:
        assert re.fullmatch(r"… (Much )+here it is, (and more )+and more …", said[0])
    else:
        assert said == SAID[text]


VAULT = {
    "index.md": "# Home\n\n[[a]]",
    "channel.md": "---\ntype: source\ntitle: The channel\n---\nIt has talks. [[b]]",
    "talk.md": f"---\ntype: source\nvideoId: {TALK}\ntitle: The talk <1>\n---\nFrom: [[channel]]\n\n"
    "- [1:00] It begins.\n- [2:00] It goes on.\n- [3:00] It ends.\n",
    "silent.md": f"---\ntype: source\nvideoId: {OTHER}\ntitle: A silent talk\n---\nFrom: [[channel]]\n\nWords.\n",
    "a.md": f"---\nvideoId: {TALK}\n---\nFrom: [[channel]]\n\nFirst [[talk|the <speaker>]] ends [3:00].\n\n"
    "It begins [1:00], as [[b]] says.\n\nMore ends here. [3:00]\n\nOf that [a film](https://vimeo.com/76979871#t=50s)"
    f" speaks [1:10](https://vimeo.com/76979871#t=70s).\n\nOr [0:20](https://www.youtube.com/watch?v={OTHER}&t=20s).\n",
    "b.md": f"Somebody said so [2:00](https://youtu.be/{TALK}?t=120). See [a paper](https://x.org/p), [another]"
    "(https://www.x.org/q) and <https://y.org/a/very/long/address/that/goes/on/and/on/for/more/than/seventy/letters>."
    "\n\nNothing.\n\nOf the [[channel]].",
    "c.md": "As in [[talk|a talk]].",
    "hidden.md": f"---\npublish: false\nvideoId: {TALK}\n---\nSecret [2:30].",
}


@pytest.fixture(scope="module")
def wiki() -> Wiki:
    return wiki_of(VAULT)


def test_a_note_lists_its_sources(wiki: Wiki) -> None:
    a = view_of(wiki, "a")
    rows = [
        (s.title, s.href, s.channel and s.channel.title, [re.sub("<.*?>", "", m) for m in s.moments]) for s in a.sources
    ]
    assert rows == [
        ("The talk <1>", "../talk/", "The channel", ["1:00", "3:00"]),
        ("a film", "https://vimeo.com/76979871", None, ["0:50", "1:10"]),
        ("A silent talk", "../silent/", "The channel", ["0:20"]),
    ]
    assert (a.sourced, a.claims) == (5, 5)
    b = view_of(wiki, "b")
    assert [(host.name, [page.title for page in host.pages]) for host in b.hosts] == [
        ("x.org", ["a paper", "another"]),
        ("y.org", ["y.org/a/very/long/address/that/goes/on/and/on/for/more/than/seventy/le…"]),
    ]
    assert [source.title for source in b.sources] == ["The talk <1>"]
    assert (b.sourced, b.claims) == (2, 3)
    assert citations_view(wiki, path("talk")) is None
    assert citations_view(wiki, path("index")) is None


def test_a_talk_shows_where_it_is_cited_in_its_order(wiki: Wiki) -> None:
    cited = cited_by(wiki, path("talk"))
    assert cited
    assert [(re.sub("<.*?>", "", m.moment), m.claim, m.note.title) for m in cited.moments] == [
        ("1:00", "It begins, as B says.", "A"),
        ("2:00", "Somebody said so.", "B"),
        ("3:00", "First <mark>the &lt;speaker&gt;</mark> ends.", "A"),
        ("3:00", "More ends here.", "A"),
        ("", "As in <mark>a talk</mark>.", "C"),
    ]
    assert cited.notes == 3
    assert NoteView(wiki, path("talk")).backlinks == []


def test_a_channel_shows_its_talks(wiki: Wiki) -> None:
    cited = cited_by(wiki, path("channel"))
    assert cited
    assert [(talk.title, talk.moments, [note.title for note in talk.notes]) for talk in cited.talks] == [
        ("A silent talk", 1, ["A"]),
        ("The talk <1>", 4, ["A", "B", "C"]),
    ]
    assert cited.named_by == ()
    assert [group.title for group in NoteView(wiki, path("channel")).backlinks] == ["B"]
    alone = wiki_of({"who.md": "", "x.md": f"---\nvideoId: {TALK}\n---\nFrom: [[who]]\n\nSo [1:00]."})
    found = cited_by(alone, path("who"))
    assert found
    assert [note.title for note in found.named_by] == ["X"]
    assert not found.is_listed


def test_pages_follow_what_they_show(tmp_path: Path) -> None:
    vault, files = tmp_path / "vault", dict(VAULT)
    edits = [
        {("b.md", "said so", "once said so"): {"talk": "once said so"}},
        {
            ("b.md", "Nothing.", f"Something [0:30](https://youtu.be/{TALK}?t=30)."): {
                "channel": "5 moments in",
                "sources": "5 moments in",
            },
            ("channel.md", "type: source", "type: concept"): {"b": "2 of 3"},
            ("talk.md", "The talk <1>", "The speech"): {"a": "The speech", "sources": "The speech"},
        },
        {("talk.md", TALK, "AAAAAAAAAAA"): {"a": "The video of this note"}},
    ]
    for step in [{}, *edits]:
        for name, before, after in step:
            files[name] = files[name].replace(before, after)
        save(vault, files, {})
        build_site(vault, tmp_path / "site")
        for shown in step.values():
            for page, words in shown.items():
                assert words in (tmp_path / "site" / page / "index.html").read_text("utf-8"), (step, page)
    assert "Secret" not in "".join(page.read_text("utf-8") for page in (tmp_path / "site").rglob("*.html"))


# Plays the part of the hosts: tells its time as theirs do, once it was asked to, and does as it is told.
STAND_IN = """<!doctype html><title>film</title><script>
let time = Number(new URLSearchParams(location.search).get("start") ?? location.hash.match(/t=(\\d+)/)?.[1]);
const vimeo = location.host.includes("vimeo");
const told = (said) => parent.postMessage(JSON.stringify(said), "*");
const youtubes = () => ({event: "infoDelivery", info: {currentTime: time}});
const tell = () => told(vimeo ? {event: "timeupdate", data: {seconds: time}} : youtubes());
window.play = (seconds) => { time = seconds; tell(); };
let asked = 0;
addEventListener("message", ({data}) => {
  const said = JSON.parse(data);
  if ((said.event === "listening" || said.method === "addEventListener") && ++asked === 2) tell();
  if (said.func === "seekTo") play(said.args[0]);
  if (said.method === "setCurrentTime") play(said.value);
});
told({event: "onReady"}); parent.postMessage("no JSON", "*");
</script>"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(built_site(tmp_path_factory.mktemp("sources"), **VAULT)) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page whose requests to other hosts are in `page.asked`, and answered by the stand-in."""
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else asked.append(r.url))
    page.on("console", lambda m: complaints.append(m.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = re.compile(r"https://(www\.youtube-nocookie|player\.vimeo)\.com/")
    page.route(answer, lambda route: route.fulfill(body=STAND_IN, content_type="text/html"))
    page.asked = asked  # type: ignore[attr-defined]
    yield page
    context.close()
    assert not complaints


def marked(page: Page, words: str) -> None:
    """The claim with these *words*, and no other, is marked as the one that is played."""
    expect(page.locator("article [aria-current=true]")).to_have_text([re.compile(words)])


def test_the_claim_that_is_played_is_marked(page: Page, address: str) -> None:
    page.goto(f"{address}a/")
    assert page.asked == []  # type: ignore[attr-defined]
    first = page.get_by_role("link", name="1:00").first
    first.click()
    dock = page.get_by_role("complementary", name="Video")
    expect(dock.get_by_role("button", name="Close the video")).to_be_focused()
    expect(dock.get_by_role("status")).to_have_text("The talk <1>")
    marked(page, "It begins")
    film = page.frame_locator(".video-dock iframe").locator("html")
    film.evaluate("() => new Promise((tell) => setTimeout(tell, 700))")  # the second greeting
    film.evaluate("() => play(200)")
    expect(page.locator("[aria-current=true]")).to_have_text([re.compile("First"), re.compile("More ends")])
    film.evaluate("() => play(5)")
    expect(page.locator("[aria-current]:is(p)")).to_have_count(0)
    # The player that is there goes on from another second, also from the list of sources.
    page.locator(".citations").get_by_role("link", name="1:00").click()
    marked(page, "It begins")
    expect(dock.get_by_role("status")).to_have_text("From 1:00")
    assert len(page.asked) == 1  # type: ignore[attr-defined]
    # A moment of another film, of another host.
    page.get_by_role("link", name="1:10").first.click()
    marked(page, "Of that a film")
    expect(dock.locator("iframe")).to_have_attribute("src", re.compile(r"^https://player\.vimeo\.com/.*dnt=1#t=70s$"))
    film.evaluate("() => new Promise((tell) => setTimeout(tell, 700))")
    film.evaluate("() => play(40)")
    expect(page.locator("[data-playing]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dock).to_have_count(0)
    expect(page.get_by_role("link", name="1:10").first).to_be_focused()
    assert len(page.asked) == 2  # type: ignore[attr-defined]


def test_a_message_of_somebody_else_is_no_time(page: Page, address: str) -> None:
    page.goto(f"{address}talk/")
    page.locator(".cited-moments").get_by_role("link", name="2:00").click()
    # What the talk says at that second, and what it is cited for.
    said = page.locator("[aria-current=true]")
    expect(said).to_have_text([re.compile("It goes on"), re.compile("Somebody said so")])
    page.evaluate("() => postMessage(JSON.stringify({event: 'infoDelivery', info: {currentTime: 60}}), '*')")
    page.wait_for_timeout(100)
    expect(said).to_have_text([re.compile("It goes on"), re.compile("Somebody said so")])
    page.get_by_role("button", name="Close the video").click()
    expect(said).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_them(chromium: Browser, address: str, scheme: str) -> None:
    with strict_page(chromium, address, color_scheme=scheme, viewport={"width": 320, "height": 640}) as page:
        for name in ("a", "talk", "channel", "sources"):
            page.goto(f"{address}{name}/")
            assert axe_violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_film_leaves_room_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{address}a/")
    # At the lower edge of the window, where the film is going to be.
    moment = page.locator("p a.timestamp").last
    moment.evaluate("e => scrollBy(0, e.getBoundingClientRect().bottom - innerHeight + 10)")
    moment.click()
    dock, clicked = page.locator(".video-dock").bounding_box(), moment.bounding_box()
    assert dock
    assert clicked
    assert clicked["y"] + clicked["height"] <= dock["y"]
    assert dock["height"] < 320
    assert axe_violations(page) == []
    # The end of the page can be scrolled above it.
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    end = page.locator(".md-footer").bounding_box()
    assert end
    assert end["y"] + end["height"] <= dock["y"] + 1


def test_without_scripts_a_moment_leads_to_its_second(chromium: Browser, address: str) -> None:
    with strict_page(chromium, address, java_script_enabled=False) as page:
        page.goto(f"{address}a/")
        rows = page.get_by_role("region", name="Sources").get_by_role("link", name="1:00")
        expect(rows).to_have_attribute("href", f"https://www.youtube.com/watch?v={TALK}&t=60s")
        expect(page.get_by_text("5 of 5 paragraphs have a source")).to_be_visible()
        assert "videos.js" not in page.goto(f"{address}c/").text()  # type: ignore[union-attr]
