/* Schedules: what time fires. Publishing makes a row of scheduled_jobs of each trigger of such a
   kind, with its rule compiled. next_scheduled says when it is due after an instant, and everything
   else asks only that: next_runs shows it, fire_schedules (in the pump, and in tick) takes those
   that are due in bounded sets and goes on to the next. So what is shown is what fires.

   An instant fires once: its row is locked by who takes it, moves on in the same transaction, and
   the instant is a key of the trigger besides. A clock that jumps forward makes instants missed,
   and their policy holds; one that jumps back makes nothing due that was due before.

   Dates of records: such a schedule looks, once a day or every minute, for the records whose date
   has come (due_records), in pages by an index, and fires for each; record and date are the key.

   While an earlier execution is under way: the policy for that is a limit of one, which only the
   executions of that trigger count under (compile_overlaps, limits_of). */
--!include schedule/dated_triggers.sql
--!include schedule/scheduled_triggers.sql
--!include schedule/local_instant.sql
--!include schedule/schedule_days.sql
--!include schedule/schedule_span_faults.sql
--!include schedule/schedule_policy_faults.sql
--!include schedule/are_dates.sql
--!include schedule/schedule_time_faults.sql
--!include schedule/schedule_hours_faults.sql
--!include schedule/date_field_of.sql
--!include schedule/date_offset.sql
--!include schedule/find_date_field.sql
--!include schedule/schedule_date_faults.sql
--!include schedule/problems_of_schedule.sql
--!include schedule/schedule_hours.sql
--!include schedule/compile_dates.sql
--!include schedule/compile_schedule.sql
--!include schedule/compile_overlaps.sql
--!include schedule/next_open_instant.sql
--!include schedule/next_in_rule.sql
--!include schedule/next_while_open.sql
--!include schedule/next_scheduled.sql
--!include schedule/jitter_of.sql
--!include schedule/last_scheduled.sql
--!include schedule/judge_runs.sql
--!include schedule/first_to_run.sql
--!include schedule/date_targets.sql
--!include schedule/date_page.sql
--!include schedule/due_records.sql
--!include schedule/due_instants.sql
--!include schedule/take_due_schedule.sql
--!include schedule/take_due_schedules.sql
--!include schedule/schedule_payload.sql
--!include schedule/date_payload.sql
--!include schedule/run_firing.sql
--!include schedule/runs_of.sql
--!include schedule/fire_guarded.sql
--!include schedule/record_runs.sql
--!include schedule/fire_schedules.sql
--!include schedule/insert_schedule.sql
--!include schedule/schedule_of.sql
--!include schedule/sync_schedule.sql
--!include schedule/sync_schedules.sql
--!include schedule/follow_calendar.sql
--!include schedule/find_schedule.sql
--!include schedule/pause_schedule.sql
--!include schedule/resume_schedule.sql
--!include schedule/list_runs.sql
--!include schedule/next_runs.sql
--!include schedule/preview_schedule.sql
--!include schedule/watched_dates_fault.sql
--!include schedule/watch_dates.sql
--!include schedule/unwatch_dates.sql
--!include schedule/date_fields_policies.sql
--!include schedule/scheduled_jobs_policies.sql
--!include schedule/scheduled_jobs_stamp.sql
