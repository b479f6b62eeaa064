"""The analysis commands: JSON to stdout, messages to stderr, the same numbers as on screen.

Exit codes: 0 done, 1 an input was refused or a part failed and the others done, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from components import failures
from components.i18n import number, t
from components.reading import (
    MAX_BYTES,
    ReadingSettings,
    Source,
    TableColumns,
    UnreadableError,
    count_ignored,
    count_unreadable,
    describe_refusal,
    read,
    sources_in,
    split_lines,
)
from components.text import Corpus
from dashboard import logs, pipeline
from dashboard.cli import admin, measures, network_options, result
from dashboard.guard import Guard
from dashboard.settings import settings
from dashboard.writing import write_atomically

DONE, REFUSED, WRONG_USAGE = 0, 1, 2

_MOST_BUNDLE = 10 * MAX_BYTES  # one holds texts, pictures and tables besides the files

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EBADF)  # what was printed has no room
_SILENT = ("serve", "work")  # verbs that print nothing to keep

_SUFFIXES = 8  # named of files that were passed over

_VERBS = (
    "read", "duplicates", "tokens", "words", "entities", "network", "stories", "quotations",
    *measures.VERBS,
    "analyse",
)  # fmt: skip
_ROLES = {
    "text": "text",
    "title": "title",
    "published": "published",
    "date": "published",
    "outlet": "outlet",
    "source": "outlet",
    "authors": "authors",
    "author": "authors",
    "tags": "tags",
    "tag": "tags",
}
_HELP = {
    "read": "print the articles as they were read (JSON Lines)",
    "duplicates": "print what stands more than once",
    "tokens": "print the tokens of each article (JSON Lines)",
    "words": "print how often each word is used",
    "entities": "print who and what is named, and where (JSON Lines)",
    "network": "print who appears with whom, with the evidence",
    "stories": "print which articles share text, and who had which sentence first",
    "quotations": "print who said what, by which verb (JSON Lines)",
    "statistics": "print how words are used: key words, dispersion, phrases, collocates, trends",
    "cloud": "print the words of the cloud with their places; --output draws it (SVG, PNG)",
    "concordance": "print where a query stands, with what is around it (JSON Lines)",
    "analyse": "print texts, copies, words, names, network, stories and quotations in one document",
}


def main(argv: list[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: the words after `wenmai`; those of the process by default.

    Returns:
        The exit code.
    """
    arguments = sys.argv[1:] if argv is None else argv
    wants_help = arguments[:1] in (["-h"], ["--help"], ["--version"])
    if not wants_help and (not arguments or arguments[0].startswith("-")):
        arguments = ["serve", *arguments]
    options = _parser().parse_args(arguments)
    _use_shell_language()
    if admin.report_problems():
        return WRONG_USAGE
    if argv is None and options.verb != "serve":  # it has its own, and keeps it
        logs.set_up(settings())
    if sys.stdout is None and options.verb not in _SILENT:
        _tell(t("cli.no_stdout"))
        return WRONG_USAGE
    try:
        code = _run(options)
        return code if _flush() else WRONG_USAGE
    except BrokenPipeError:  # the reader of our output has seen enough: `| head`
        _drop_output()
        return DONE
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL:
            _drop_output()
            _tell(t("cli.not_written", reason=error.strerror))
            return WRONG_USAGE
        _tell(t("cli.failed", code=failures.report(error, where=f"wenmai {options.verb}")))
        return REFUSED


def _flush() -> bool:
    """Write out what was printed; say so where there is no room for it.

    Raises:
        BrokenPipeError: nobody reads on.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _drop_output()
        _tell(t("cli.not_written", reason=error.strerror or type(error).__name__))
        return False
    return True


def _drop_output() -> None:
    """Drop output that was not written: Python would try again when it ends, and complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _run(options: argparse.Namespace) -> int:
    if (code := admin.run(options)) is not None:
        return code
    if options.verb == "serve":
        from dashboard.cli.serve import serve

        return serve(
            host=options.host,
            port=options.port,
            open_browser=not options.no_browser,
            sample=options.sample,
            ask_token=not options.no_token,
            result=options.result,
        )
    return _run_verb(options)


def _parser() -> argparse.ArgumentParser:
    from dashboard import __version__

    parser = argparse.ArgumentParser(
        prog="wenmai", description="Chinese news text: duplicates, words, entities, networks."
    )
    parser.add_argument("--version", action="version", version=f"wenmai {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    serve = verbs.add_parser("serve", help="open the dashboard (also without any verb)")
    serve.add_argument("result", nargs="?", metavar="RESULT", help="a result folder to open")
    serve.add_argument("--port", type=int, default=None, help="8501, or the next free one")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--sample", choices=("report", "newsroom"), help="what is looked at first")
    serve.add_argument(
        "--no-token", action="store_true", help="let every user of this machine open it"
    )
    serve.add_argument("--no-browser", action="store_true", help="only print the address")
    admin.add_verbs(verbs)
    for name in _VERBS:
        _add_verb(verbs.add_parser(name, help=_HELP[name]), name)
    return parser


def _add_verb(verb: argparse.ArgumentParser, name: str) -> None:
    if name == "concordance":
        verb.add_argument("query", metavar="QUERY", help="what to look for: docs/command-line.md")
    verb.add_argument("inputs", nargs="+", metavar="INPUT", help="files, folders, or - (stdin)")
    verb.add_argument("--json", action="store_true", help="compact JSON instead of indented")
    _add_reading_options(verb)
    _add_counting_options(verb)
    if name in measures.VERBS:
        measures.add_options(verb, name)
    if name in ("network", "analyse"):
        network_options.add_options(verb)
    if name == "network":
        network_options.add_views(verb)
    if name == "analyse":
        verb.add_argument(
            "--output",
            help="also write the report (x.html), everything (x.zip), or a result folder (x/) "
            "that `wenmai serve` opens: docs/scale.md",
        )


def _add_reading_options(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--lines", action="store_true", help="each input line is one article, as it is"
    )
    verb.add_argument("--encoding", help="what the files are encoded in, where it is misread")
    verb.add_argument(
        "--columns",
        metavar="ROLE=COLUMN,…",
        help="columns of tables: text=內文,title=標題,published=…,outlet=…,authors=… (names, or "
        "numbers from 1); tags=… says what --by tag divides by",
    )
    verb.add_argument(
        "--pages",
        choices=("article", "other", "whole"),
        default="article",
        help="of web pages the article (default), what another extractor finds, or all",
    )


def _add_counting_options(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--copies",
        choices=("unique", "all"),
        default="unique",
        help="count repeated stretches once (default) or each time",
    )
    verb.add_argument(
        "--wire",
        choices=("with", "without"),
        default="with",
        help="count the text of news agencies (default) or leave it out",
    )
    verb.add_argument("--segmenter", choices=("jieba", "rjieba", "wapic"), default="jieba")
    verb.add_argument(
        "--recognizer",
        metavar="NAME",
        default="net",
        help="what finds names: net, or what another package brings (docs/recognizers.md)",
    )
    verb.add_argument(
        "--scheduler", default="local", help="local, processes, processes:N, tcp://… or tls://…"
    )
    verb.add_argument("--lexicon", type=Path, help="the reader's own words and corrections")


def _run_verb(options: argparse.Namespace) -> int:
    # Half a character, as a file name may hold, becomes \\udcff: what JSON writes for it.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        return _do_verb(options)
    except pipeline.WrongChoiceError as error:
        _tell(str(error))
        return WRONG_USAGE


def _do_verb(options: argparse.Namespace) -> int:
    """Read the inputs and print what a verb finds; WrongChoiceError where the options are wrong."""
    choices = pipeline.Choices(
        copies=options.copies,
        wire=options.wire,
        segmenter=options.segmenter,
        recognizer=options.recognizer,
        scheduler=options.scheduler,
        lexicon=pipeline.read_lexicon(options.lexicon),
    )
    reading, chosen = _reading(options), _columns(options.columns)
    if options.inputs.count("-") > 1:
        raise pipeline.WrongChoiceError(t("cli.stdin_twice"))
    options.inputs = result.expand(options.inputs)
    bundles = {} if options.lines else _bundles(options.inputs)
    others = [name for name in options.inputs if name not in bundles]
    if options.verb == "analyse" and result.is_folder(options.output):
        return _do_result(options, choices, others, bundles, reading, chosen)
    sources = _sources(others, reading, chosen, by_line=options.lines)
    corpus = read(sources, limits=settings().limits)
    corpus, choices = _with_bundles(corpus, choices, bundles, options)
    _tell_passed_over(others)
    _tell_close_calls(corpus)
    if options.pages == "article":
        _tell_doubtful_pages(corpus)
    if not corpus.articles and not corpus.refusals:
        _tell(t("cli.nothing_found"))
    guard = Guard("a command", passes=(pipeline.WrongChoiceError,))
    with pipeline.use_scheduler(choices.scheduler) as scheduler:
        drawn = network_options.settings_of(options)
        analysis = pipeline.Analysis(corpus, choices, scheduler=scheduler, drawn=drawn)
        _print(_make_output(options, analysis, guard), options)
        if options.verb == "analyse" and options.output:
            files = [] if options.lines or "-" in others else others
            originals = _sources(files, reading, chosen, by_line=False)
            with guard.part("--output"):
                _write_report(analysis, Path(options.output), originals)
    return _tell_refusals(corpus, guard)


def _tell_refusals(corpus: Corpus, guard: Guard) -> int:
    """Say what was refused and which parts failed; return the exit code."""
    for refusal in corpus.refusals:
        _tell(describe_refusal(refusal))
    for name, code in guard.failed.items():
        _tell(t("cli.part_failed", part=name, code=code))
    return REFUSED if corpus.refusals or guard.failed else DONE


def _do_result(
    options: argparse.Namespace,
    choices: pipeline.Choices,
    others: list[str],
    bundles: dict[str, bytes],
    reading: ReadingSettings,
    chosen: dict[str, str],
) -> int:
    """Make a result folder; what is large is never in memory, nor printed, as a whole."""
    guard = Guard("a command", passes=(pipeline.WrongChoiceError,))

    def choose(header: tuple[str, ...], source: Source) -> TableColumns:
        return TableColumns(**{r: _column(c, header, source) for r, c in chosen.items()})

    def print_whole(analysis: pipeline.Analysis) -> None:
        _print(_make_output(options, analysis, guard), options)

    corpus, made = result.run(
        options, choices, others, reading,
        read_stdin=_read_standard_input,
        choose=choose if chosen else None,
        with_columns=lambda source: _with_columns(source, chosen),
        finish_corpus=lambda corpus: _with_bundles(corpus, choices, bundles, options)[0],
        print_whole=print_whole,
    )  # fmt: skip
    if len(corpus.articles) > result.PRINTED:
        _print(result.summary_of(made), options)
    _tell_passed_over([name for name in others if "://" not in name])
    return _tell_refusals(corpus, guard)


def _sources(
    inputs: Iterable[str], reading: ReadingSettings, chosen: dict[str, str], *, by_line: bool
) -> Iterator[Source]:
    for name in inputs:
        if name == "-":
            found: Iterable[Source] = [Source("-", _read_standard_input())]
        else:
            limit = None if by_line else settings().limits.file_bytes
            found = sources_in(Path(name), limit=limit)
        for source in found:
            source = replace(source, settings=reading)
            if by_line:
                yield from split_lines(source)
            else:
                yield _with_columns(source, chosen) if chosen else source


def _read_standard_input() -> bytes:
    if sys.stdin is None:
        raise pipeline.WrongChoiceError(t("cli.no_stdin"))
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise pipeline.WrongChoiceError(f"{t('cli.no_stdin')} ({reason})") from error


def _bundles(inputs: Iterable[str]) -> dict[str, bytes]:
    """Return the inputs that `analyse --output x.zip` wrote."""
    found = {}
    for name in inputs:
        path = Path(name)
        if name.lower().endswith(".zip") and _may_be_bundle(path):
            from dashboard.sharing import bundle_reading

            data = path.read_bytes()
            if bundle_reading.is_bundle(data):
                found[name] = data
    return found


def _may_be_bundle(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size <= _MOST_BUNDLE
    except (OSError, ValueError):  # reading it says why
        return False


def _with_bundles(
    corpus: Corpus, choices: pipeline.Choices, bundles: dict[str, bytes], options: Any
) -> tuple[Corpus, pipeline.Choices]:
    """Add the articles of bundles; a bundle that is the only input brings its lexicon too."""
    if not bundles:
        return corpus, choices
    from dashboard.sharing import bundle_reading

    alone = len(bundles) == len(options.inputs) == 1
    for name, data in bundles.items():
        try:
            opened = bundle_reading.open_bundle(data, limits=settings().limits)
        except bundle_reading.BundleError as fault:
            raise pipeline.WrongChoiceError(
                t(f"sharing.bundle_{fault.reason}", name=name)
            ) from fault
        corpus = bundle_reading.join_bundle(corpus, opened, name=Path(name).name)
        if alone:
            lexicon = choices.lexicon if options.lexicon else opened.lexicon
            likeness = opened.choices.duplicates
            keep = tuple(f"{Path(name).name}!{id}" for id in likeness.keep)
            choices = replace(choices, lexicon=lexicon, duplicates=replace(likeness, keep=keep))
    return corpus, choices


def _reading(options: argparse.Namespace) -> ReadingSettings:
    """Return how the inputs are read; WrongChoiceError for an unknown encoding."""
    if options.encoding:
        from components.reading.encodings import ENCODINGS, encoding_of

        if encoding_of(options.encoding) is None:
            known = ", ".join(ENCODINGS)
            message = t("reading.no_encoding", encoding=options.encoding, known=known)
            raise pipeline.WrongChoiceError(message)
    return ReadingSettings(
        encoding=options.encoding or None,
        article=options.pages != "whole",
        other_answer=options.pages == "other",
    )


def _columns(words: str | None) -> dict[str, str]:
    """Read `text=內文,title=2`; WrongChoiceError where it is written otherwise."""
    if words is None:
        return {}
    pairs = [part.partition("=") for part in words.split(",")]
    chosen = {_ROLES.get(role.strip(), ""): column.strip() for role, _, column in pairs}
    if "" in chosen or "text" not in chosen or not all(chosen.values()):
        raise pipeline.WrongChoiceError(t("reading.columns_wrong"))
    return chosen


def _with_columns(source: Source, chosen: dict[str, str]) -> Source:
    """Find the chosen columns in a table; numbers also hold for the tables in an archive."""
    from components.reading import process_pool

    if source.fault:
        return source
    try:
        encoding, limits = source.settings.encoding, settings().limits
        table = process_pool.preview_table(source.name, source.data, limits, encoding=encoding)
    except UnreadableError:  # reading it says why
        table = None
    if table is not None:
        found = {role: _column(column, table.header, source) for role, column in chosen.items()}
    elif all(column.isdecimal() and int(column) for column in chosen.values()):
        found = {role: int(column) - 1 for role, column in chosen.items()}
    else:
        return source
    return replace(source, settings=replace(source.settings, columns=TableColumns(**found)))


def _column(column: str, header: tuple[str, ...], source: Source) -> int:
    """Return the position of a column from 0, by its name or its number from 1."""
    names = [name.strip() for name in header]
    if column in names:
        return names.index(column)
    if column.isdecimal() and 1 <= int(column) <= len(names):
        return int(column) - 1
    message = t("reading.no_column", source=source.name, column=column, names=", ".join(names))
    raise pipeline.WrongChoiceError(message)


def _tell_passed_over(inputs: Iterable[str]) -> None:
    """Say how many files in folders were skipped, by suffix or by `.wenmaiignore`."""
    folders = [Path(name) for name in inputs if name != "-"]
    unread = sum((count_unreadable(folder) for folder in folders), Counter[str]())
    if unread:
        names = (suffix or t("cli.no_suffix") for suffix, _ in unread.most_common(_SUFFIXES))
        more = "…" if len(unread) > _SUFFIXES else ""
        shown = t("cli.comma").join(names) + more
        _tell(t("cli.passed_over", n=number(unread.total()), suffixes=shown))
    if ignored := sum(map(count_ignored, folders)):
        _tell(t("cli.ignored", n=number(ignored)))


def _tell_close_calls(corpus: Corpus) -> None:
    """Say which encodings were nearly chosen, once for each file."""
    unsure = {article.source: article for article in corpus.articles if article.rivals}
    for name, article in unsure.items():
        rivals = ", ".join(rival.encoding for rival in article.rivals)
        _tell(t("reading.close_call", source=name, encoding=article.encoding, rivals=rivals))


def _tell_doubtful_pages(corpus: Corpus) -> None:
    """Say of which pages it is not certain what their article is, once for each."""
    doubtful = (
        a.source for a in corpus.articles if any(s.name == "page_doubtful" for s in a.steps)
    )
    for name in dict.fromkeys(doubtful):
        _tell(t("reading.doubtful_page", source=name))


def _print(
    documents: Iterable[dict[str, Any]] | dict[str, Any], options: argparse.Namespace
) -> None:
    if isinstance(documents, dict):
        shape: dict[str, Any] = {"separators": (",", ":")} if options.json else {"indent": 1}
        lines = [json.dumps(documents, ensure_ascii=False, **shape)]
    else:
        lines = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in documents]
    try:
        for line in lines:
            print(line)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _drop_output()
        reason = error.strerror or type(error).__name__
        raise pipeline.WrongChoiceError(t("cli.not_written", reason=reason)) from error


def _write_report(
    analysis: pipeline.Analysis, path: Path, originals: Iterable[Source] = ()
) -> None:
    """Write the report, or everything where the name ends in .zip."""
    if path.suffix.lower() == ".zip":
        from dashboard.sharing import bundle

        data = bundle.write(analysis, originals=originals)
    else:
        from dashboard.report import html

        data = html.write(analysis).encode()
    try:
        write_atomically(path, data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise pipeline.WrongChoiceError(
            t("report.not_written", path=path, reason=reason)
        ) from error


def _read(analysis: pipeline.Analysis) -> Iterator[dict[str, Any]]:
    yield from _articles(analysis.source)


def _articles(corpus: Corpus) -> Iterator[dict[str, Any]]:
    for article in corpus.articles:
        yield {
            "id": article.id,
            "title": article.title,
            "text": article.text,
            "source": article.source,
            "encoding": article.encoding or None,
            "joined_lines": len(article.joins),
            "published": article.published,
            "outlet": article.outlet,
            "authors": list(article.authors),
            "place": article.place,
            "steps": {step.name: step.count for step in article.steps},
            "refused": None,
        }
    for refusal in corpus.refusals:
        yield {
            "id": refusal.id,
            "title": None,
            "source": refusal.source,
            "encoding": None,
            "joined_lines": 0,
            "refused": describe_refusal(refusal),
        }


def _duplicates(analysis: pipeline.Analysis) -> dict[str, Any]:
    from components.duplicates.export import to_json

    made = to_json(analysis.report)
    counts = ("characters", "unique_characters", "sentences", "unique_sentences", "passages")
    # Whole articles first, then the passages that articles share: their spans tell them apart.
    return {name: made[name] for name in counts} | {"groups": made["groups"] + made["shared"]}


def _tokens(analysis: pipeline.Analysis) -> Iterator[dict[str, Any]]:
    from components.words.export import tokens_to_json

    return tokens_to_json(analysis.counted, analysis.tokens)


def _words(analysis: pipeline.Analysis) -> dict[str, Any]:
    from components.words.export import to_json

    return to_json(analysis.table)


def _entities(analysis: pipeline.Analysis) -> Iterator[dict[str, Any]]:
    from components.entities.export import to_json

    return to_json(analysis.counted, analysis.index)


def _network(analysis: pipeline.Analysis) -> dict[str, Any]:
    from components.network.export import to_json

    return to_json(analysis.asked_network)


def _stories(analysis: pipeline.Analysis) -> dict[str, Any]:
    from components.stories.export import to_json

    return to_json(analysis.source, analysis.stories)


def _quotations(analysis: pipeline.Analysis) -> Iterator[dict[str, Any]]:
    from components.quotations.export import to_json

    return to_json(analysis.quotations, analysis.index)


_PRINTERS: dict[str, Callable[[pipeline.Analysis], Any]] = {
    "read": _read,
    "duplicates": _duplicates,
    "tokens": _tokens,
    "words": _words,
    "entities": _entities,
    "network": _network,
    "stories": _stories,
    "quotations": _quotations,
}


def _make_output(options: argparse.Namespace, analysis: pipeline.Analysis, guard: Guard) -> Any:
    """Return what a verb prints: an object, or the objects of its lines.

    Of `analyse` each section may fail by itself: it is null, and `failed` has its number.
    """
    verb = options.verb
    if verb in measures.VERBS:
        return guard.make(verb, lambda: measures.PRINTERS[verb](analysis, options), [])
    if verb == "network":
        return guard.make(verb, lambda: network_options.make_document(analysis, options), {})
    if verb != "analyse":
        return guard.make(verb, lambda: _whole(_PRINTERS[verb](analysis)), [])
    from dashboard import __version__

    sections = {
        name: guard.make(name, partial(_section, name, analysis), None)
        for name in ("articles", *list(_PRINTERS)[1:])
    }
    told = {"failed": guard.failed} if guard.failed else {}
    settings = analysis.choices.as_json()
    return {"version": __version__, "settings": settings, **sections, **told}


def _section(name: str, analysis: pipeline.Analysis) -> Any:
    return _whole(_PRINTERS["read" if name == "articles" else name](analysis))


def _whole(made: Any) -> Any:
    """Return a document, or all its lines at once: a failure must not leave half of it printed."""
    return made if isinstance(made, dict) else list(made)


def _tell(message: str) -> None:
    print(f"wenmai: {message}", file=sys.stderr)


def _use_shell_language() -> None:
    tag = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if tag and not tag.startswith(("C", "POSIX")):
        from components import i18n

        i18n.use(i18n.match(tag))


if __name__ == "__main__":
    sys.exit(main())
