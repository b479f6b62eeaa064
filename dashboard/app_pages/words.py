"""How often each word of the current corpus is used."""

from components import words
from components.words import panel as words_panel
from dashboard import correcting, evidence, frame, session
from dashboard.memo import memo

frame.heading("words")
analysis = session.current_or_stop()
main, side = frame.main_and_side()
with side:
    choice = words_panel.controls(key="words", lexicon=session.lexicon())
correcting.typed(choice.lexicon)
analysis = session.current_or_stop()
table = memo(words.count, analysis.corpus, analysis.tokens, settings=choice.filter)

with main:
    words_panel.show(
        table,
        key="words",
        evidence=lambda norm: evidence.of_word(analysis, norm, key="words_evidence"),
    )
