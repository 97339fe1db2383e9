/* Workers that know nothing but SQL. Such a worker pulls a step of the backlog, which gives it a
   lease like any other but for two things: it has a holder, the name that the worker goes by, and
   it expires at a time, for nobody hears a heartbeat. What the worker says at the end is an
   arrival, as everything that a user's transaction does to an execution; the fence is the lease.

   A lock that expires counts as a worker that died: the step comes back after five minutes, then
   after ten, and the third time it fails. Not while a transaction is open in which somebody has
   said what became of it. */
--!include external/has_limits.sql
--!include external/assert_lock.sql
--!include external/find_lockable.sql
--!include external/limit_idling.sql
--!include external/hold_execution.sql
--!include external/lock_step.sql
--!include external/get_next_queued_workflow.sql
--!include external/find_queue_item.sql
--!include external/is_told.sql
--!include external/acquire_queue_lock.sql
--!include external/lock_key.sql
--!include external/report_lock.sql
--!include external/release_queue_lock.sql
--!include external/delay_expired.sql
--!include external/fail_expired.sql
--!include external/take_expired.sql
--!include external/expire_locks.sql
--!include external/cleanup_expired_queue_locks.sql
