"""Correcting words and names in place, with undo, and the dictionary card of the sidebar.

Every correction goes through `change`, so that whatever was done can be undone; callbacks keep
words of no language, since they run before the page knows which one it speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import ui, words
from components.entities import Entity
from components.i18n import number, t
from components.lexicon import (
    KINDS,
    MAX_WORD,
    SECTIONS,
    WORD_SECTIONS,
    Correction,
    Lexicon,
    LexiconError,
    WordSection,
    dump_lexicon,
    parse_lexicon,
)
from components.quotations import Quotation, words_of
from components.text import norm_of
from components.theme import SIGNS
from dashboard.library.errors import ConflictError, QuotaExceededError
from dashboard.pipeline import Analysis, fault_sentence
from dashboard.screens import flash
from dashboard.state import pick, session
from dashboard.state.history import History, LexiconChange
from dashboard.state.memory import CorrectionNotice, memory

MOST_CORRECTIONS = 5000
_MOST_BYTES = 400_000  # of a lexicon file
_MOST_OTHERS = 1000  # names offered to merge with


def history() -> History:
    """Return what this session's reader did."""
    return memory().history


def change(step: LexiconChange) -> None:
    """Change this session's lexicon, and say so, unless nothing changes."""
    if step.after == step.before or not session.may_change():
        return
    if _keep(history().did(step), step.after, step.moved):
        _say("did", step)


def undo() -> None:
    """Take the last change back; with none there is nothing to do."""
    if past := history().past:
        step = past[-1]
        if _keep(history().undone(), step.before, step.moved and step.moved[::-1]):
            _say("undo", step)


def redo() -> None:
    """Make the last change that was undone again; with none there is nothing to do."""
    if future := history().future:
        step = future[-1]
        if _keep(history().redone(), step.after, step.moved):
            _say("redo", step)


def take_typed(lexicon: Lexicon) -> None:
    """Take over the words a reader typed in the lists of the words page."""
    change(LexiconChange(session.lexicon(), lexicon, "typed"))


def follow_id(analysis: Analysis, entity_id: str) -> str:
    """Return the id an entity has after corrections; a click may still hold the one before."""
    known = {entity.id for entity in analysis.index.entities}
    for step in history().past:
        if step.moved and step.moved[0] == entity_id and entity_id not in known:
            entity_id = step.moved[1]
    return entity_id


def find_renamed(analysis: Analysis, entity_id: str) -> str:
    """Return the id an entity has after it was renamed, or given a kind, or this was undone.

    Other than `follow_id` it does not follow a merger: what was done to one of two names was
    not done to both.
    """
    known = {entity.id for entity in analysis.index.entities}
    done = history()
    steps = [(step.what, step.moved) for step in done.past]
    steps += [(step.what, step.moved and step.moved[::-1]) for step in done.future[::-1]]
    for what, moved in steps:
        if entity_id not in known and moved and moved[0] == entity_id and what != "merge":
            entity_id = moved[1]
    return entity_id


def show_news() -> None:
    """Say once what was changed, and offer to undo it until the notice is closed."""
    if not session.may_change():
        return
    own = memory()
    if own.corrected_elsewhere:
        own.corrected_elsewhere = False
        st.warning(t("correcting.elsewhere"))
    full, own.correction_refused = own.correction_refused, None
    if full is not None:
        st.warning(flash.quota_sentence(full.what, full.limit))
    notice = own.correction_notice
    if notice is None or notice.page != _page():
        return
    how, sentence = notice.how, _sentence(notice.step)
    if how != "did":
        sentence = t(f"correcting.did_{how}", what=sentence)
    if own.correction_is_new:
        own.correction_is_new = False
        st.toast(ui.escape_markdown(sentence), icon=":material/edit:")
    with st.bottom, st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.text(sentence, width="stretch")
        if how == "undo":
            st.button(t("correcting.redo"), key="news_redo", on_click=redo, icon=":material/redo:")
        else:
            st.button(t("correcting.undo"), key="news_undo", on_click=undo, icon=":material/undo:")
        st.button(
            t("correcting.dismiss"), key="news_close", type="tertiary", on_click=_dismiss,
        )  # fmt: skip


def show_card() -> None:
    """Draw the lexicon of this session: how much there is, undo, file in and out."""
    if not session.may_change():
        return
    lexicon, done = session.lexicon(), history()
    count = lexicon.n_corrections
    label = t("correcting.own_count", count=number(count)) if count else t("correcting.own")
    with st.popover(label, icon=":material/edit_note:", width="stretch", key="lexicon_card"):
        st.caption(t("correcting.own_help"))
        with st.container(horizontal=True):
            st.button(
                t("correcting.undo"), key="lexicon_undo", on_click=undo,
                disabled=not done.past, icon=":material/undo:",
            )  # fmt: skip
            st.button(
                t("correcting.redo"), key="lexicon_redo", on_click=redo,
                disabled=not done.future, icon=":material/redo:",
            )  # fmt: skip
        _offer_file(lexicon)
        st.file_uploader(
            t("correcting.upload"), type=["txt"], key="lexicon_file", on_change=_import,
            max_upload_size=1,
        )  # fmt: skip
        _show_fault("lexicon_file")


def offer_entity(analysis: Analysis, entity_id: str, *, key: str, several: bool = False) -> None:
    """Offer to correct an entity; nothing for an unknown id.

    Args:
        analysis: where the entity stands.
        entity_id: which one.
        key: names the widgets.
        several: more than one entity is offered, so the button names it.
    """
    entity = next((e for e in analysis.index.entities if e.id == entity_id), None)
    if entity is None or not session.may_change():
        return
    label = t("correcting.correct")
    if several:
        label = t("correcting.correct_name", name=ui.escape_markdown(entity.name))
    key = f"{key}_fix_{entity_id}"
    with st.popover(label, icon=":material/edit:", key=key):
        if "=" in entity.name:
            st.caption(t("correcting.cannot"))
            return
        st.caption(t("correcting.help"))
        _show_name_form(analysis, entity, key)
        _offer_kinds(entity.name, entity, key, analysis)
        _offer_others(analysis, entity, key)
        st.button(
            t("correcting.drop"), key=f"{key}_drop", icon=":material/block:",
            on_click=_correct, args=(analysis, entity, "drop", key),
        )  # fmt: skip


def offer_quotation(analysis: Analysis, quotation: Quotation, *, key: str) -> None:
    """Offer to say who said something, or that it is no quotation.

    Args:
        analysis: where it stands.
        quotation: which one.
        key: names the widgets.
    """
    meant = words_of(analysis.counted, quotation)
    if not session.may_change() or not meant:
        return
    key = f"{key}_fix_said_{quotation.span.article_id}_{quotation.span.start}"
    named = {e.id: e for e in analysis.index.entities[:_MOST_OTHERS] if e.kind != "LOC"}
    with st.popover(t("correcting.correct"), icon=":material/edit:", key=key):
        st.caption(t("correcting.quotation_help"))
        st.selectbox(
            t("correcting.speaker"), list(named), index=None,
            placeholder=t("correcting.speaker_hint"),
            format_func=lambda i: f"{SIGNS[named[i].kind]} {named[i].name}",
            key=f"{key}_speaker", on_change=_say_who, args=(analysis, meant, key),
        )  # fmt: skip
        st.button(
            t("correcting.unquote"), key=f"{key}_unquote", icon=":material/block:",
            on_click=_add, args=([Correction("unquote", meant)], meant),
        )  # fmt: skip


def _say_who(analysis: Analysis, meant: str, key: str) -> None:
    asked = st.session_state.get(f"{key}_speaker")
    entity = next((e for e in analysis.index.entities if e.id == asked), None)
    if entity:
        line = Correction("speaker", meant, reference(analysis, entity))
        _add([line], meant, entity.name)


def offer_word(analysis: Analysis, name: str, *, key: str) -> None:
    """Offer to correct a word: whether it is one, whether it is a stop word, whether it is a name.

    Args:
        analysis: where the word stands.
        name: the word as it is written.
        key: names the widgets.
    """
    if not session.may_change():
        return
    norm = norm_of(name)
    key = f"{key}_fix_{norm}"
    with st.popover(t("correcting.correct"), icon=":material/edit:", key=key):
        st.caption(t("correcting.help"))
        with st.form(f"{key}_form", border=False), _row():
            st.text_input(
                t("correcting.word"), name, key=f"{key}_word", help=t("correcting.word_help")
            )
            st.form_submit_button(t("correcting.add_word"), on_click=_show_word_form, args=(key,))
        _show_fault(key)
        st.button(
            t("correcting.forbid"), key=f"{key}_forbid", icon=":material/content_cut:",
            disabled=len(name) < 2, on_click=_put, args=("forbidden", name, key),
        )  # fmt: skip
        st.session_state[f"{key}_stop"] = norm in words.stop_words(session.lexicon())
        st.toggle(t("correcting.stop"), key=f"{key}_stop", on_change=_stop, args=(name, key))
        forms = ((e, (e.name, *e.aliases)) for e in analysis.index.entities)
        entity = next((e for e, written in forms if name in written), None)
        _offer_kinds(name, entity, key, analysis)


def check_name(text: str) -> tuple[str, dict[str, str]] | None:
    """Say what is wrong with a name that was typed: a reason and its values; None if nothing."""
    text = text.strip()
    if not text:
        return "blank", {}
    if len(text) > MAX_WORD:
        return "long", {"most": number(MAX_WORD), "has": number(len(text))}
    if "=" in text or not text.isprintable():
        return "sign", {}
    if session.lexicon().n_corrections >= MOST_CORRECTIONS:
        return "full", {"most": number(MOST_CORRECTIONS)}
    return None


def check_word(text: str) -> tuple[str, dict[str, str]] | None:
    """Say what is wrong with a word that was typed; no Chinese word holds a blank."""
    text = text.strip()
    if any(map(str.isspace, text)) and not text.isascii():
        return "parts", {}
    return check_name(text)


def reference(analysis: Analysis, entity: Entity) -> str:
    """Return how a correction names an entity: by name where that is clear, else by id."""
    same = [e for e in analysis.index.entities if e.name == entity.name]
    return entity.name if len(same) == 1 else entity.id


def _row() -> DeltaGenerator:
    """Return a place for a field with its button beside it."""
    return st.container(horizontal=True, vertical_alignment="bottom")


def _show_name_form(analysis: Analysis, entity: Entity, key: str) -> None:
    with st.form(f"{key}_form", border=False), _row():
        st.text_input(t("correcting.name"), entity.name, key=f"{key}_name")
        st.form_submit_button(
            t("correcting.rename"), on_click=_correct, args=(analysis, entity, "rename", key)
        )
    _show_fault(key)


def _offer_kinds(name: str, entity: Entity | None, key: str, analysis: Analysis) -> None:
    st.session_state[f"{key}_kind"] = entity.kind if entity else None
    st.segmented_control(
        t("correcting.kind") if entity else t("correcting.mark"),
        KINDS,
        format_func=lambda kind: f"{SIGNS[kind]} {t(f'entities.kind_{kind}')}",
        key=f"{key}_kind",
        on_change=_set_kind,
        args=(analysis, name, entity, key),
    )


def _offer_others(analysis: Analysis, entity: Entity, key: str) -> None:
    others = {e.id: e for e in analysis.index.entities[:_MOST_OTHERS] if e.id != entity.id}
    st.selectbox(
        t("correcting.merge"), list(others), index=None, placeholder=t("correcting.merge_hint"),
        format_func=lambda i: f"{SIGNS[others[i].kind]} {others[i].name}",
        key=f"{key}_merge", on_change=_correct, args=(analysis, entity, "merge", key),
    )  # fmt: skip
    if entity.aliases:
        st.selectbox(
            t("correcting.split"), [a for a in entity.aliases if "=" not in a], index=None,
            placeholder=t("correcting.split_hint"),
            key=f"{key}_split", on_change=_correct, args=(analysis, entity, "split", key),
        )  # fmt: skip


def _correct(
    analysis: Analysis, entity: Entity, verb: Literal["rename", "merge", "split", "drop"], key: str
) -> None:
    """Make the correction a widget asks for; its value stands in the session by its key."""
    asked = st.session_state.get(f"{key}_{'name' if verb == 'rename' else verb}")
    match verb:
        case "rename":
            _note_refusal(rename_entity(analysis, entity, str(asked or "")), key)
        case "merge":
            target = next((e for e in analysis.index.entities if e.id == asked), None)
            if target:
                merge_entities(analysis, [entity], target)
        case "split" if asked:
            _add([Correction("split", str(asked))], str(asked))
        case "drop":
            _add([Correction("drop", reference(analysis, entity))], entity.name)


def rename_entity(
    analysis: Analysis, entity: Entity, new: str
) -> tuple[str, dict[str, str]] | None:
    """Give an entity another name; where that is none, nothing changes.

    Returns:
        What is wrong with the new name, a reason and its values; None where nothing is.
    """
    new = new.strip()
    wrong = check_name(new) or (("same", {}) if new == entity.name else None)
    if wrong is None:
        moved = (entity.id, f"{entity.kind}:{new}")
        _add([Correction("rename", reference(analysis, entity), new)], entity.name, new, moved)
    return wrong


def merge_entities(analysis: Analysis, entities: Sequence[Entity], target: Entity) -> None:
    """Count entities as another one, in one step that can be undone."""
    meant = reference(analysis, target)
    lines = [Correction("merge", reference(analysis, one), meant) for one in entities]
    names = "、".join(one.name for one in entities)
    _add(lines, names, target.name, (entities[0].id, target.id))


def _set_kind(analysis: Analysis, name: str, entity: Entity | None, key: str) -> None:
    """Give a name another kind; one that is no name yet becomes one."""
    kind = st.session_state.get(f"{key}_kind")
    if kind is None:
        if entity:
            _add([Correction("drop", reference(analysis, entity))], entity.name)
    elif entity:
        moved = (entity.id, f"{kind}:{entity.name}")
        _add([Correction("kind", reference(analysis, entity), kind)], entity.name, kind, moved)
    elif not _note_refusal(check_name(name), key):
        _add([Correction("add", name, kind)], name, kind)


def _add(
    lines: Sequence[Correction],
    name: str,
    value: str = "",
    moved: tuple[str, str] | None = None,
) -> None:
    before = session.lexicon()
    after = replace(before, entities=(*before.entities, *map(str, lines)))
    change(LexiconChange(before, after, lines[0].verb, name, value, moved))


def _show_word_form(key: str) -> None:
    word = str(st.session_state.get(f"{key}_word") or "").strip()
    if not _note_refusal(check_word(word), key):
        _put("words", word, key)


def add_word(word: str) -> None:
    """Make a word the reader's own."""
    _put("words", word, "words_new")


def _put(section: WordSection, word: str, key: str) -> None:
    """Put a word in a section, and remove it from the opposite one, in either script."""
    if _note_refusal(check_word(word), key):
        return
    before = session.lexicon()
    after = before.with_word(section, word)
    change(LexiconChange(before, after, section, word))


def _stop(word: str, key: str) -> None:
    """Make a word a stop word, or no longer; the shipped list is changed only where needed."""
    wanted = bool(st.session_state.get(f"{key}_stop"))
    section: WordSection = "stop_words" if wanted else "kept_words"
    before = session.lexicon()
    after = before.without_opposite(section, word)
    if (norm_of(word) in words.stop_words(after)) != wanted:
        after = after.with_word(section, word)
    change(LexiconChange(before, after, section, word))


def _offer_file(lexicon: Lexicon) -> None:
    if not lexicon.n_corrections:
        st.caption(t("correcting.own_empty"))
        return
    text = dump_lexicon(lexicon)
    st.caption(t("correcting.own_list"))
    sentences = describe_lexicon(lexicon)
    with st.container(height=160, key="lexicon_sentences"):
        for sentence in sentences:
            st.text(sentence)
    st.selectbox(
        t("correcting.drop_one"), range(len(sentences)), index=None,
        format_func=sentences.__getitem__, placeholder=t("correcting.drop_one_hint"),
        key="lexicon_drop_one", on_change=_drop_one,
    )  # fmt: skip
    with st.container(horizontal=True):
        ui.download(
            t("correcting.download"), text, name="wenmai-lexicon.txt", mime="text/plain",
            key="lexicon_download",
        )  # fmt: skip
        st.button(
            t("correcting.drop_all"), key="lexicon_drop_all", icon=":material/delete_sweep:",
            on_click=_drop_all,
        )  # fmt: skip


def describe_lexicon(lexicon: Lexicon) -> list[str]:
    """Say each correction in a sentence, by section, and in the order they were made."""
    told = [
        t(f"correcting.did_{section}", name=word)
        for section in WORD_SECTIONS
        for word in getattr(lexicon, section)
    ]
    for line in lexicon.corrections:
        value = t(f"entities.kind_{line.value}") if line.value in KINDS else line.value
        shown = {"name": _bare(line.name), "value": _bare(value)}
        told.append(t(f"correcting.did_{line.verb}", **shown))
    return told


def _bare(name: str) -> str:
    """Return the name in an id: people do not read `LOC:科索夫`."""
    kind, _, rest = name.partition(":")
    return rest if kind in KINDS and rest else name


def _drop_one() -> None:
    """Let go of the chosen correction, also of one that was made in an earlier visit."""
    chosen, before = st.session_state.get("lexicon_drop_one"), session.lexicon()
    entries = [(section, i) for section in SECTIONS for i in range(len(getattr(before, section)))]
    st.session_state["lexicon_drop_one"] = None
    if chosen is not None and chosen < len(entries):
        after = before.without_entry(*entries[chosen])
        change(LexiconChange(before, after, "drop_one", describe_lexicon(before)[chosen]))


def _drop_all() -> None:
    change(LexiconChange(session.lexicon(), Lexicon(), "drop_all"))


def _import() -> None:
    """Replace this session's lexicon by that of a file; a wrong file changes nothing."""
    file: Any = st.session_state.get("lexicon_file")
    if file is None:
        return
    if file.size > _MOST_BYTES:
        _note_refusal(("size", {"limit": number(_MOST_BYTES // 1000)}), "lexicon_file")
        return
    try:
        lexicon = parse_lexicon(file.getvalue().decode("utf-8-sig"))
    except LexiconError as fault:
        st.session_state["lexicon_file_fault"] = fault
    except UnicodeDecodeError:
        _note_refusal(("encoding", {}), "lexicon_file")
    else:
        count = str(lexicon.n_corrections)
        change(LexiconChange(session.lexicon(), lexicon, "import", value=count))


def _note_refusal(wrong: tuple[str, dict[str, str]] | None, key: str) -> bool:
    if wrong:
        st.session_state[f"{key}_fault"] = wrong
    return wrong is not None


def _show_fault(key: str) -> None:
    fault = st.session_state.pop(f"{key}_fault", None)
    if isinstance(fault, LexiconError):
        st.error(fault_sentence(fault))
    elif fault:
        reason, values = fault
        st.error(t(f"correcting.fault_{reason}", **values))


def _keep(now: History, lexicon: Lexicon, moved: tuple[str, str] | None) -> bool:
    """Keep a lexicon and its history; False if the library refused it."""
    own = memory()
    try:
        session.use_lexicon(lexicon)
    except ConflictError:
        own.history = History()  # its steps no longer lead anywhere
        own.correction_notice, own.corrected_elsewhere = None, True
        return False
    except QuotaExceededError as error:
        own.correction_refused = error
        return False
    own.history = now
    if moved:
        pick.rename(*moved)
    return True


def _say(how: Literal["did", "undo", "redo"], step: LexiconChange) -> None:
    own = memory()
    own.correction_notice = CorrectionNotice(how, step, _page())
    own.correction_is_new = True


def _dismiss() -> None:
    memory().correction_notice = None


def _page() -> str:
    return str(st.context.url or "").split("?")[0]


def _sentence(step: LexiconChange) -> str:
    value = t(f"entities.kind_{step.value}") if step.what in ("kind", "add") else step.value
    values: dict[str, str] = {"name": step.name, "value": value, "count": step.value}
    return t(f"correcting.did_{step.what}", **values)
