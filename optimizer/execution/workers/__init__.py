"""Many villages at once: processes of one's own, or machines of one's own, with the same result.

``with open_executor(workers=2) as crew: crew.run(villages, JobSpec())`` (`opening`) yields what
becomes of the villages as they are finished; the command line and the service both call it. Every
village is planned in a process that may be killed without anybody else noticing
(`planner_pool`, `process_pool`, `worker_process`), for several tenants in turn (`tenant_turns`,
`local_executor`). Dask shares the villages among machines (`dask_scheduler`, `dask_task`,
`dask_machines`, `dask_cluster`), and is loaded by none but these.
"""

from optimizer.domain.failure import Failure, FailureCode
from optimizer.execution.workers.executor import Executor
from optimizer.execution.workers.job_spec import JobSpec
from optimizer.execution.workers.outcome import Failed, Outcome, Planned

__all__ = [
    "Executor",
    "Failed",
    "Failure",
    "FailureCode",
    "JobSpec",
    "Outcome",
    "Planned",
]
