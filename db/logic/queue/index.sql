/* The queue: who may run what now.

   The backlog is ours (ready_steps); only what may run at once is admitted. Admission writes a
   lease without a worker and one graphile job that carries nothing but the lease's token. The
   worker that gets the job binds the lease (begin_steps) before its effect starts; a report takes
   the lease away by its token, and a report that takes nothing away changes nothing.

   A worker is one row, its heartbeat, and the session that beats. Silent for 12 s, or for 2 s
   without a session, it is dead: what it had bound goes back to the backlog with the crash
   counted, to be run again in a process of its own, and after three crashes the step fails. An
   admitted lease that nobody starts, one that its worker does not know of, and those of a worker
   that was told to stop go back uncounted. A lease that goes back gets a new token and a new job;
   the job of the old one is deleted with it.

   Workers need not serve the same actions: each set of workers that serves some has its room. */
--!include queue/describe_lease.sql
--!include queue/find_worker.sql
--!include queue/tick_workers.sql
--!include queue/register_worker.sql
--!include queue/hold_session.sql
--!include queue/note_listening.sql
--!include queue/heartbeat.sql
--!include queue/mark_idle.sql
--!include queue/drain_worker.sql
--!include queue/unregister_worker.sql
--!include queue/free_slots.sql
--!include queue/pick_ready.sql
--!include queue/admit.sql
--!include queue/serving_groups.sql
--!include queue/admit_for_workers.sql
--!include queue/begin_steps.sql
--!include queue/return_leases.sql
--!include queue/quarantine.sql
--!include queue/count_crashes.sql
--!include queue/report_crashes.sql
--!include queue/find_lost_leases.sql
--!include queue/delete_spent_jobs.sql
--!include queue/expire_attempts.sql
--!include queue/delete_stale_results.sql
--!include queue/mark_missing_sessions.sql
--!include queue/remove_dead_workers.sql
--!include queue/arm_sweeper.sql
--!include queue/sweep.sql
--!include queue/pump.sql
--!include queue/tick.sql
--!include queue/ready_steps_policies.sql
--!include queue/blocked_steps_policies.sql
--!include queue/step_leases_policies.sql
--!include queue/timers_policies.sql
--!include queue/workers_policies.sql
--!include queue/workers.sql
--!include queue/served_actions.sql
--!include queue/unserved_actions.sql
--!include queue/sweeps_policies.sql
