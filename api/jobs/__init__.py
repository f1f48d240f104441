"""Jobs: scenarios planned beside the requests, and what is finished stays finished.

A job is claimed for a while (`leases`) when its tenant's turn has come (`precedence`), its villages
are read in pages (`feed`), planned by a crew (`running`) and written in batches by a thread that
also keeps the claim (`recording`). Whatever ends a process at whatever moment: the claim runs out,
and another process goes on with the villages that have no result yet. `runner` claims jobs one
after the other, `submission` makes and cancels them, `events` tells about them.
"""
