"""The engine: the same verbs in process, on worker processes of this machine, on a cluster."""

from components.engine.analysis import EngineError, at_work

__all__ = ["EngineError", "at_work"]
