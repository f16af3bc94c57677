"""A theme for Hugo that does with a vault what Hugo can: wikilinks, callouts, backlinks with their sentences, tags.

Hugo knows neither wikilinks nor backlinks, so a theme has to find them in the text, once for all pages.
"""

SETTINGS = """title = "Bench"
baseURL = "/"
contentDir = "vault"
publishDir = "out"
[markup.goldmark.renderer]
unsafe = true
"""

LAYOUTS = {
    "_default/baseof.html": r"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Summary | plainify | truncate 160 }}"></head>
<body><header><a href="/">{{ site.Title }}</a><nav><ul>
{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav></header>
<main>{{ block "main" . }}{{ end }}</main></body></html>
""",
    "_default/single.html": r"""{{ define "main" }}<nav>
{{ with .Parent }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
<article><h1>{{ .Title }}</h1>{{ partial "content.html" . }}</article>
<aside>{{ .TableOfContents }}
{{ with index (partialCached "backlinks.html" site) .RelPermalink }}<h2>Linked from</h2><ul>
{{ range . }}<li><a href="{{ .page.RelPermalink }}">{{ .page.Title }}</a><p>{{ .said }}</p></li>{{ end }}</ul>{{ end }}
<ul>
{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul></aside>{{ end }}
""",
    "_default/list.html": r"""{{ define "main" }}<h1>{{ .Title }}</h1>{{ partial "content.html" . }}
<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
""",
    "_default/_markup/render-blockquote.html": r"""{{ if eq .Type "alert" }}<div class="callout {{ .AlertType }}">
<p>{{ with .AlertTitle }}{{ . }}{{ else }}{{ title .AlertType }}{{ end }}</p>{{ .Text }}</div>
{{ else }}<blockquote>{{ .Text }}</blockquote>{{ end }}
""",
    "partials/names.html": r"""{{ $names := newScratch }}
{{ range $page := site.RegularPages }}{{ $names.SetInMap "all" (lower $page.File.ContentBaseName) $page }}{{ end }}
{{ return $names.Get "all" }}
""",
    "partials/content.html": r"""{{- $names := partialCached "names.html" site -}}
{{- $html := string .Content -}}
{{- range $link := findRESubmatch `\[\[([^\]|#]+)(?:#[^\]|]*)?(?:\|([^\]]*))?\]\]` .Content -}}
{{- with index $names (lower (index $link 1)) -}}
{{- $words := or (index $link 2) .Title -}}
{{- $html = replace $html (index $link 0) (printf `<a href="%s">%s</a>` .RelPermalink $words) -}}
{{- end -}}{{- end -}}
{{- safeHTML $html -}}
""",
    "partials/backlinks.html": r"""{{ $names := partialCached "names.html" site }}
{{ $found := newScratch }}
{{ range $page := site.RegularPages }}
{{ range $link := findRESubmatch `([^.\n]*)\[\[([^\]|#\n]+)[^\]\n]*\]\]([^.\n]*)` $page.RawContent }}
{{ with index $names (lower (index $link 2)) }}
{{ $found.Add .RelPermalink (slice (dict "page" $page "said" (plainify (index $link 0)))) }}
{{ end }}{{ end }}{{ end }}
{{ return $found.Values }}
""",
}
"""By file beneath `layouts`."""
