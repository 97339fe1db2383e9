/* Events and triggers. A subscription is found by a hash: of the name, where the pattern is one, or
   of what comes before its first wildcard; an event of n parts has n + 1 such hashes, so nobody
   looks at the subscriptions that it is not for.

   A trigger that gathers events (batch, debounce, all-of) or counts them (throttle) keeps them as
   rows by key, with one timer for each key; the pump looks at a timer when it is due. Whoever
   touches what a trigger holds has its lock: matchers wait for it, in order, the pump does not.

   The end of an execution is an event, too, sluice.workflow.<id>.<status>, made where somebody
   listens to it: workflow_finished and workflow_failed are subscriptions like any other. */
--!include event/pattern_expression.sql
--!include event/pattern_topic.sql
--!include event/event_topics.sql
--!include event/patterns_of.sql
--!include event/kept_calendar.sql
--!include event/expected_time.sql
--!include event/expected_before.sql
--!include event/silence_ends.sql
--!include event/first_look.sql
--!include event/watching_triggers.sql
--!include event/sync_events.sql
--!include event/find_subscriptions.sql
--!include event/event_trigger.sql
--!include event/batch_trigger.sql
--!include event/is_for.sql
--!include event/holds_events.sql
--!include event/correlation_key.sql
--!include event/refuse_firing.sql
--!include event/set_look.sql
--!include event/count_held.sql
--!include event/hold_event.sql
--!include event/hold_guarded.sql
--!include event/meet_trigger.sql
--!include event/lock_holders.sql
--!include event/give_back_events.sql
--!include event/is_beyond.sql
--!include event/take_matches.sql
--!include event/within_reach.sql
--!include event/leave_by_event.sql
--!include event/fire_events.sql
--!include event/next_batch.sql
--!include event/release_batch.sql
--!include event/release_last.sql
--!include event/forget_passed.sql
--!include event/release_events.sql
--!include event/last_run.sql
--!include event/look_for_run.sql
--!include event/count_ready.sql
--!include event/runs_since.sql
--!include event/metric_value.sql
--!include event/look_at_metric.sql
--!include event/put_off_look.sql
--!include event/look_guarded.sql
--!include event/share_looks.sql
--!include event/due_looks.sql
--!include event/fire_due.sql
--!include event/add_event.sql
--!include event/chain_depth.sql
--!include event/event_cause.sql
--!include event/action_emit_event.sql
--!include event/end_payload.sql
--!include event/tell_ends.sql
--!include event/replay_filter_fault.sql
--!include event/replay_firings.sql
--!include event/replay_guarded.sql
--!include event/replay_events.sql
--!include event/replay_page.sql
--!include event/replay_event.sql
--!include event/event_subscriptions_policies.sql
--!include event/held_events_policies.sql
--!include event/trigger_timers_policies.sql
--!include event/workflow_trigger_timers.sql
