"""The engine: the same verbs in process, on worker processes of this machine, on a cluster."""

from components.engine.analysis import EngineError, open_scheduler

__all__ = ["EngineError", "open_scheduler"]
