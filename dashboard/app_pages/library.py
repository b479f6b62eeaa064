"""The reader's articles: found, sorted, added to, and put away."""

from components.reading import panel as reading_panel
from dashboard import frame, session, visitor
from dashboard.library import ingest

frame.heading("library")
if taken := reading_panel.intake(key="intake", may_add=False):
    own = visitor.make_home(with_sample=False)
    for source in taken.sources:
        reading_panel.show_refusals(
            ingest.ingest(*visitor.place(), source, quotas=visitor.quotas()).refusals
        )
    visitor.refresh()
    session.corpus_read()
