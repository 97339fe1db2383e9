/* The engine: how an execution moves.

   A cause (a start, a worker's report, a due timer, a cancel) reaches an execution through one of
   two doors, complete_steps and advance_batch. A door locks its executions first, in the order of
   their ids, skipping those that somebody else holds; nothing else locks an execution, and nothing
   is locked before it. What was skipped stays an arrival, which the drainer takes up.

   Then rounds: record_steps writes the history of the steps that ended and resolves their edges;
   decide_joins says which steps fire and which are skipped; fire_steps runs what is pure and
   collects what a worker shall do or what waits. What has run or been skipped is the next round,
   until nothing is left or the fuel of the transaction is spent. At the end the counts of the
   frames are changed, and a frame in which nothing is under way is done.

   Every function takes and returns sets; a batch that fails is halved until the one item that
   cannot be processed stands alone: it is kept, and its execution parked with the reason. */
--!include engine/workflow_executions.sql
--!include engine/workflow_execution_steps.sql
--!include engine/lock_executions.sql
--!include engine/wait_for_executions.sql
--!include engine/build_context.sql
--!include engine/error_at.sql
--!include engine/route_failure.sql
--!include engine/retry_delay.sql
--!include engine/step_of.sql
--!include engine/success_ports.sql
--!include engine/frame_output.sql
--!include engine/keep_outputs.sql
--!include engine/resolve_edges.sql
--!include engine/frame_path.sql
--!include engine/record_steps.sql
--!include engine/add_join_counts.sql
--!include engine/merge_joins.sql
--!include engine/decide_joins.sql
--!include engine/render_step.sql
--!include engine/choose.sql
--!include engine/fail_step.sql
--!include engine/fire_action.sql
--!include engine/fire_wait.sql
--!include engine/fire_end.sql
--!include engine/fire_container.sql
--!include engine/fire_step.sql
--!include engine/fire_steps.sql
--!include engine/defer_fired.sql
--!include engine/hand_over.sql
--!include engine/start_waits.sql
--!include engine/mark_waiting.sql
--!include engine/change_frames.sql
--!include engine/take_ready.sql
--!include engine/take_leases.sql
--!include engine/take_suspended.sql
--!include engine/cancel_within.sql
--!include engine/cancel_remains.sql
--!include engine/close_executions.sql
--!include engine/count_in_frames.sql
--!include engine/hold_paused.sql
--!include engine/bind_iteration.sql
--!include engine/start_iterations.sql
--!include engine/open_containers.sql
--!include engine/frames_below.sql
--!include engine/take_deferred.sql
--!include engine/take_steps.sql
--!include engine/unfinished_region.sql
--!include engine/cancel_region.sql
--!include engine/cancel_regions.sql
--!include engine/run_rounds.sql
--!include engine/close_frames.sql
--!include engine/judge_iteration.sql
--!include engine/end_iterations.sql
--!include engine/judge_loop.sql
--!include engine/judge_container.sql
--!include engine/container_output.sql
--!include engine/settle_container.sql
--!include engine/collects.sql
--!include engine/count_iterations.sql
--!include engine/leave_container.sql
--!include engine/turn_container.sql
--!include engine/change_inner_frames.sql
--!include engine/queue_now.sql
--!include engine/turn_frames.sql
--!include engine/finish_batch.sql
--!include engine/propagate.sql
--!include engine/judge_report.sql
--!include engine/fence_reports.sql
--!include engine/delay_retries.sql
--!include engine/settle_reports.sql
--!include engine/park_execution.sql
--!include engine/defer_reports.sql
--!include engine/settle_guarded.sql
--!include engine/was_recorded.sql
--!include engine/follow_ups_of.sql
--!include engine/unstorable.sql
--!include engine/make_reports.sql
--!include engine/answer_reports.sql
--!include engine/set_apart.sql
--!include engine/divert.sql
--!include engine/settle_in_time.sql
--!include engine/complete_steps.sql
--!include engine/take_starts.sql
--!include engine/release_retries.sql
--!include engine/overdue_frames.sql
--!include engine/take_timers.sql
--!include engine/take_arrivals.sql
--!include engine/hold_ready.sql
--!include engine/pause_executions.sql
--!include engine/resume_executions.sql
--!include engine/change_pauses.sql
--!include engine/settle_by_hand.sql
--!include engine/advance_locked.sql
--!include engine/advance_guarded.sql
--!include engine/advance_in_time.sql
--!include engine/pick_causes.sql
--!include engine/delete_orphans.sql
--!include engine/advance_batch.sql
--!include engine/advance_executions.sql
--!include engine/advance_alone.sql
--!include engine/advance_apart.sql
--!include engine/start_executions.sql
--!include engine/find_start.sql
--!include engine/start_workflow.sql
--!include engine/start_workflows.sql
--!include engine/tell_execution.sql
--!include engine/cancel_execution.sql
--!include engine/pause_execution.sql
--!include engine/resume_execution.sql
--!include engine/find_step.sql
--!include engine/tell_step.sql
--!include engine/complete_step.sql
--!include engine/skip_step.sql
--!include engine/cancel_step.sql
--!include engine/next_causes.sql
--!include engine/hot_rows.sql
--!include engine/without_timer.sql
--!include engine/strays.sql
--!include engine/check_invariants.sql
--!include engine/live_executions_policies.sql
--!include engine/frames_policies.sql
--!include engine/arrivals_policies.sql
--!include engine/live_outputs_policies.sql
--!include engine/waits_policies.sql
--!include engine/containers_policies.sql
--!include engine/container_items_policies.sql
--!include engine/container_results_policies.sql
--!include engine/executions_policies.sql
--!include engine/execution_steps_policies.sql
--!include engine/workflow_step_attempts_policies.sql
--!include engine/workflow_execution_logs_policies.sql
