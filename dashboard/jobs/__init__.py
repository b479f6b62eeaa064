"""Long work done outside the web process: a queue in the library, and worker processes."""

from dashboard.jobs.queue import Job, cancel, dismiss, enqueue, job, jobs
from dashboard.jobs.results import result

__all__ = ["Job", "cancel", "dismiss", "enqueue", "job", "jobs", "result"]
