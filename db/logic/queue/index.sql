/* The queue: who may run what now.

   The backlog is ours (ready_steps); only what may run at once is admitted. Admission writes a
   lease without a worker and one graphile job that carries nothing but the lease's token: an offer
   to all hosts. The one that gets the job and has a free slot binds the lease (begin_steps) before
   its effect starts; one that pumps and has room takes what is still offered (take_offered). A
   report takes the lease away by its token, and a report that takes nothing away changes nothing.
   What the pumping host itself has room for is bound to it at once, also while nothing waits
   (direct_room). What follows in the same slot has the next token of that slot.

   A worker is one row, its heartbeat, and the session that beats. Silent for 12 s, or for 2 s
   without a session, it is dead: what it had bound goes back to the backlog with the crash
   counted, and after three crashes the step fails. It is run again in a process of its own: of such
   a host is given no more than it has places for, beside its slots, and never by a job. An
   admitted lease that nobody starts, one that its worker does not know of, and those of a worker
   that was told to stop go back uncounted. A lease that goes back gets a new token and a new job;
   the job of the old one is deleted with it.

   Workers need not serve the same actions: each set of workers that serves some has its room.

   A step under limits is admitted only if all of them have room; else it goes to blocked_steps, in
   line for the one that has none, and no claim passes it there. What runs under a limit is counted
   by admission alone; whatever takes a lease away leaves a row in limit_releases, by a trigger, so
   that nothing is ever counted for good. Executions under limits stand in limited_executions before
   they begin.

   Ready steps are in queues, one for each organization, action and priority. Admission keeps in
   one row which of them are not empty, where each begins, and what each organization has had. */
--!include queue/undone_frame.sql
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
--!include queue/is_shared.sql
--!include queue/kept_slots.sql
--!include queue/scan_queues.sql
--!include queue/new_queues.sql
--!include queue/find_queues.sql
--!include queue/share_out.sql
--!include queue/rank_ready.sql
--!include queue/pick_ready.sql
--!include queue/charge_shares.sql
--!include queue/mark_over_share.sql
--!include queue/keep_admission.sql
--!include queue/has_ready.sql
--!include queue/set_organization_weight.sql
--!include queue/live_rule.sql
--!include queue/limit_rule.sql
--!include queue/announce_rules.sql
--!include queue/limit_state.sql
--!include queue/write_limit.sql
--!include queue/clip_debt.sql
--!include queue/limit_room.sql
--!include queue/limit_opens_at.sql
--!include queue/claim_limits.sql
--!include queue/limit_verdict.sql
--!include queue/oldest_steps.sql
--!include queue/displace_steps.sql
--!include queue/refuse_step.sql
--!include queue/fail_unjudged.sql
--!include queue/claim_guarded.sql
--!include queue/judge_limits.sql
--!include queue/lease_steps.sql
--!include queue/delay_asked.sql
--!include queue/asked_pause.sql
--!include queue/first_in_line.sql
--!include queue/return_to_ready.sql
--!include queue/free_from_limit.sql
--!include queue/call_up_starts.sql
--!include queue/call_up.sql
--!include queue/open_limits.sql
--!include queue/limit_error.sql
--!include queue/cancel_limited.sql
--!include queue/displace_executions.sql
--!include queue/refuse_start.sql
--!include queue/cancel_unjudged.sql
--!include queue/claim_starts.sql
--!include queue/admit_starts.sql
--!include queue/tg_limited_executions__release.sql
--!include queue/limited_executions_release.sql
--!include queue/tg_step_leases__release.sql
--!include queue/step_leases_release.sql
--!include queue/serving_groups.sql
--!include queue/admit_group.sql
--!include queue/room_to_fill.sql
--!include queue/admit.sql
--!include queue/begin_steps.sql
--!include queue/return_leases.sql
--!include queue/quarantine.sql
--!include queue/count_crashes.sql
--!include queue/report_crashes.sql
--!include queue/find_lost_leases.sql
--!include queue/delete_spent_jobs.sql
--!include queue/delete_spent_limits.sql
--!include queue/expire_attempts.sql
--!include queue/delete_stale_results.sql
--!include queue/mark_missing_sessions.sql
--!include queue/remove_dead_workers.sql
--!include queue/arm_sweeper.sql
--!include queue/sweep.sql
--!include queue/begin_handed.sql
--!include queue/look_around.sql
--!include queue/take_offered.sql
--!include queue/take_suspects.sql
--!include queue/direct_room.sql
--!include queue/admit_beside.sql
--!include queue/next_limit.sql
--!include queue/pump.sql
--!include queue/tick.sql
--!include queue/assert_limit.sql
--!include queue/announce_limit.sql
--!include queue/tg_workflow_limits__announce.sql
--!include queue/workflow_limits_announce.sql
--!include queue/set_limit.sql
--!include queue/remove_limit.sql
--!include queue/check_workflow_rate_limit.sql
--!include queue/ready_steps_policies.sql
--!include queue/blocked_steps_policies.sql
--!include queue/step_limits_policies.sql
--!include queue/limits_policies.sql
--!include queue/limit_releases_policies.sql
--!include queue/limited_executions_policies.sql
--!include queue/workflow_limits_policies.sql
--!include queue/workflow_limits_stamp.sql
--!include queue/step_leases_policies.sql
--!include queue/timers_policies.sql
--!include queue/workers_policies.sql
--!include queue/workers.sql
--!include queue/served_actions.sql
--!include queue/unserved_actions.sql
--!include queue/admissions_policies.sql
--!include queue/organization_weights_policies.sql
--!include queue/sweeps_policies.sql
