"""Many villages at once: processes of one's own, or machines of one's own, with the same result.

``with open_crew(workers=2) as crew: crew.run(villages, Ask())`` (`cluster.open_crew`) yields what
becomes of the villages as they are finished; the command line and the service both call it. Every
village is planned in a process that may be killed without anybody else noticing (`process`,
`child`, `pool`), for several tenants in turn (`turns`, `local`). Dask shares the villages among
machines (`sharing`, `task`, `machines`, `dasked`), and is loaded by none but these.
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
