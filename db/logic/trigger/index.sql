/* Triggers: what starts a workflow. A webhook is one row and one start in one transaction; the
   sender's delivery id is a unique key, so the same delivery again finds the first.

   An event that is emitted only becomes a row; a wait for one, too. match_events brings them
   together when both have committed, and leaves an arrival with the execution; then it fires the
   triggers that listen to it.

   fire_triggers is the one way in which triggers start executions: it judges them, claims their
   keys in one order, starts what is new, halving what fails, and writes each down. Counts are rows
   that are appended, by who starts and who closes executions, and that the sweeper folds. */
--!include trigger/kept_key.sql
--!include trigger/claim_key.sql
--!include trigger/webhooks_at.sql
--!include trigger/find_webhook.sql
--!include trigger/find_webhook_target.sql
--!include trigger/may_defer.sql
--!include trigger/is_late.sql
--!include trigger/judge_delivery.sql
--!include trigger/receive_webhook.sql
--!include trigger/judge_firings.sql
--!include trigger/claim_firing.sql
--!include trigger/defer_firing.sql
--!include trigger/claim_firings.sql
--!include trigger/give_up_claims.sql
--!include trigger/end_enrolments.sql
--!include trigger/start_guarded.sql
--!include trigger/start_claimed.sql
--!include trigger/log_firings.sql
--!include trigger/fire_triggers.sql
--!include trigger/fire_at_once.sql
--!include trigger/defer_meeting.sql
--!include trigger/meet_again.sql
--!include trigger/switch_off.sql
--!include trigger/fire_deferred.sql
--!include trigger/fold_trigger_counts.sql
--!include trigger/set_trigger_enabled.sql
--!include trigger/workflow_triggers_trigger_count.sql
--!include trigger/workflow_triggers_success_count.sql
--!include trigger/workflow_triggers_failure_count.sql
--!include trigger/workflow_triggers_last_triggered_at.sql
--!include trigger/event_topic.sql
--!include trigger/event_value.sql
--!include trigger/told_event.sql
--!include trigger/was_taken.sql
--!include trigger/tell_waits.sql
--!include trigger/tell_events.sql
--!include trigger/look_back.sql
--!include trigger/look_back_within.sql
--!include trigger/take_new_waits.sql
--!include trigger/match_events.sql
--!include trigger/assert_event_value.sql
--!include trigger/assert_event.sql
--!include trigger/emit_event.sql
--!include trigger/workflow_events_policies.sql
--!include trigger/awaited_events_policies.sql
--!include trigger/new_events_policies.sql
--!include trigger/taken_events_policies.sql
--!include trigger/idempotency_keys_policies.sql
--!include trigger/workflow_trigger_firings_policies.sql
--!include trigger/trigger_counts_policies.sql
--!include trigger/deferred_firings_policies.sql
