"""Vaults that change at random, the same way for each seed: what an author does all day, and what nobody would."""

from __future__ import annotations

import random
from pathlib import Path

NAMES = ("ada", "bee", "people/cid", "people/ada", "dee notes", "e_e")
WORDS = (
    *(f"[[{name}]]" for name in (*NAMES, "Ada the First", "cid", "nobody", "Alias", "hidden")),
    *("[[ada#Part]]", "![[bee#Part]]", "![[cid]]", "[[#Part]]", "[[cid#^block]]", "![[ada#^block]]"),
    *("[md](cid.md#part)", "[[ada#Other|x]]", "[[bee#Part]] and [[ada#Part]]"),
    *("# A title", "## Part", "## Other", "Words ^block", "Some words.", "From: [[ada]]", "#tag", "![[pic.png]]"),
    *("Of bee and Dee notes. By Alias, in [[cid]].", "Ada says A title, ada the first.", "`Dee notes`"),
    *("> [!info] Mind\n> [[bee]]", "- [[ada]]\n- [[cid]]", "![[board.canvas]]", "$x^2$", "Text[^1]\n\n[^1]: [[bee]]"),
    *("A claim. [1:00](https://youtu.be/sndW9hzX-wA?t=60)", "[[ada]] says so [2:00].", "See [it](https://x.org/y)."),
    "```mermaid\ngraph TD\n  ada-->cid\n  class ada,cid internal-link;\n```",
)
FRONT = (
    *("", "", "", "", "title: Ada the First\n", "aliases: [Alias]\n", "publish: false\n"),
    *('requires: ["[[bee]]"]\n', "title: [broken\n", "unlisted: true\ntags: [hush]\n", "draft: true\n"),
    *("cover: pic.png\n", "updated: 2026-01-02\naliases: [old/place]\n", "permalink: old/place\n"),
    *('type: role\nrequires: ["[[ada]]", "[[cid]]"]\n', 'type: role\nrequires: ["[[people/ada]]", "[[bee]]"]\n'),
    *("type: skill\nupdated: 2026-05-01\n", "image: ada.png\n", "lang: ar\ntype: role\n"),
    *("type: source\nvideoId: sndW9hzX-wA\n", "type: source\n", "videoId: sndW9hzX-wA\n"),
)
CANVAS = '{"nodes":[{"id":"a","type":"file","file":"%s.md","x":0,"y":0,"width":90,"height":60}],"edges":[]}'


def text(chance: random.Random) -> str:
    """The text of a note."""
    front = chance.choice(FRONT)
    return (f"---\n{front}---\n" if front else "") + "\n\n".join(chance.choices(WORDS, k=chance.randint(0, 6)))


def first_files(chance: random.Random) -> dict[str, str]:
    """Path and text of every file of a vault to begin with."""
    return {f"{name}.md": text(chance) for name in NAMES}


def edited(files: dict[str, str], chance: random.Random) -> dict[str, str]:
    """*files* after one edit: a note is changed, most often, or made, removed or moved, or an attachment is."""
    files = dict(files)
    name = chance.choice(sorted(files))
    match chance.randrange(12):
        case 0:
            del files[name]
        case 1:
            files[chance.choice(NAMES) + Path(name).suffix] = files.pop(name)
        case 2:
            files[chance.choice(("pic.png", "ada.png", "people/pic.png"))] = chance.choice(("", "x", "y"))
        case 3:
            files["board.canvas"] = CANVAS % chance.choice(NAMES)
        case 4:
            files[f"{chance.choice(NAMES)}.md"] = text(chance)
        case 5 | 6 if name.endswith(".md"):
            files[name] = with_a_word_more(files[name], chance)
        case _ if name.endswith(".md"):
            files[name] = text(chance)
    return files or {"ada.md": ""}


def with_a_word_more(text: str, chance: random.Random) -> str:
    """*text* with one more part in front of its others, between two of them or behind, or with a word more in one."""
    front, rule, body = text.rpartition("\n---\n")
    parts = body.split("\n\n")
    at = chance.randrange(len(parts))
    more = chance.choice(("Some words.", "Bee says so.", "A claim. [3:00](https://youtu.be/sndW9hzX-wA?t=180)"))
    parts[at] = chance.choice((f"{more}\n\n{parts[at]}", f"{parts[at]}\n\n{more}", f"{parts[at]} indeed"))
    return front + rule + "\n\n".join(parts)


def save(root: Path, files: dict[str, str], before: dict[str, str]) -> None:
    """Brings the folder *root* from the files it had *before* to *files*; those that stay are not touched."""
    for name in before.keys() - files.keys():
        (root / name).unlink()
    for name, content in files.items():
        if before.get(name) != content:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(content, "utf-8")


def contents(site: Path) -> dict[str, bytes]:
    """The files of *site* by their places, but for those of Material, what counts days, and what Pagefind orders at
    random: what it finds of each page is compared."""
    files = {file.relative_to(site).as_posix(): file for file in site.rglob("*") if file.is_file()}
    theirs = (".pf_meta", ".pf_filter", ".pf_index", "pagefind-entry.json", "sitemap.xml", "sitemap.xml.gz")
    ours = {name: file for name, file in files.items() if not name.startswith("assets/") and not name.endswith(theirs)}
    return {name: file.read_bytes() for name, file in ours.items() if name != ".trellis-files"}
