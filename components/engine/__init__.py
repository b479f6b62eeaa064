"""The engine: runs the analysis in this process, on several processes, or on a cluster."""

from components.engine.analysis import EngineError, open_scheduler
from components.engine.disk import DiskColumns
from components.engine.parts import PARTITION, KeptParts, TellPart, name_part
from components.engine.versions import tell_versions
from components.engine.words import CutWords, LockedWords, cut_words, lock_words

__all__ = [
    "PARTITION",
    "CutWords",
    "DiskColumns",
    "EngineError",
    "KeptParts",
    "LockedWords",
    "TellPart",
    "cut_words",
    "lock_words",
    "name_part",
    "open_scheduler",
    "tell_versions",
]
