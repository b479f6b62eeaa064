"""The result page: a finished analysis of however many articles, opened from its folder."""

import streamlit as st

from components.i18n import t
from dashboard.results.folder import ResultFolderError
from dashboard.screens import result_view
from dashboard.state import results

st.title(t("page.result_title"), anchor=False)
st.caption(t("page.result_question"))
try:
    result = results.current()
except ResultFolderError as fault:
    st.error(result_view.describe_fault(fault, results.name_of_folder()))
else:
    result_view.show(result)
