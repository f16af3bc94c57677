"""Generates the list of all notes by topic, which is the first tag of each. Run by mkdocs-gen-files."""

from collections import defaultdict

import mkdocs_gen_files

from trellis import NotePath, Wiki
from trellis.mkdocs.plugin import built_wiki

PAGE = "topics.md"


def topics_page(wiki: Wiki) -> str:
    """The page as Markdown."""
    topics: defaultdict[str, list[NotePath]] = defaultdict(list)
    for path, note in wiki.notes.items():
        if note.properties.type != "source":
            for tag in note.tags or ("",):
                topics[tag].append(path)
    lines = ["# Notes by topic", ""]
    for topic in sorted(topics, key=lambda name: (not name, name)):
        lines += [f"## {topic.replace('-', ' ').capitalize() or 'Without a topic'}", ""]
        rows = sorted((wiki.notes[path].title, path) for path in topics[topic])
        lines += [f"- [{title}]({path})" for title, path in rows]
        lines.append("")
    return "\n".join(lines)


with mkdocs_gen_files.open(PAGE, "w") as page:
    page.write(topics_page(built_wiki(mkdocs_gen_files.config)))
mkdocs_gen_files.set_edit_path(PAGE, None)
