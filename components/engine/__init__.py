"""The engine: runs the analysis in this process, on several processes, or on a cluster."""

from components.engine.analysis import EngineError, open_scheduler
from components.engine.locking import lock
from components.engine.parts import PARTITION, KeptParts, TellPart, name_part
from components.engine.versions import tell_versions

__all__ = [
    "PARTITION",
    "EngineError",
    "KeptParts",
    "TellPart",
    "lock",
    "name_part",
    "open_scheduler",
    "tell_versions",
]
