create or replace function sluice_private.date_payload(
  job sluice.scheduled_jobs,
  dated sluice_private.dated_record,
  instant timestamptz
)
returns jsonb
language sql
stable
return jsonb_build_object(
  'payload', case (job.rule).records ->> 'trigger'
    when 'class_reminder' then jsonb_build_object(
      'class_id', dated.key, 'attendees', '[]'::jsonb, 'class_details', dated.record
    )
    when 'membership_expires_soon' then jsonb_build_object(
      'customer_id', dated.record -> 'contact_id', 'contact_id', dated.record -> 'contact_id',
      'membership_id', dated.key,
      'expiry_date', dated.value,
      'days_remaining', dated.value::date - (instant at time zone job.timezone)::date
    )
    when 'birthday' then jsonb_build_object('contact_id', dated.key, 'contact', dated.record)
    when 'task_due' then jsonb_build_object(
      'task_id', dated.key, 'contact_id', dated.record -> 'contact_id', 'task', dated.record
    )
    when 'stale_opportunity' then jsonb_build_object(
      'opportunity_id', dated.key, 'contact_id', dated.record -> 'contact_id',
      'opportunity', dated.record, 'days_in_stage',
      floor(extract(epoch from sluice_hidden.now() - dated.value::timestamptz) / 86400)
    )
    else jsonb_build_object('record', dated.record, 'date', dated.value)
  end || coalesce(dated.more, '{}'),
  'schedule_id', job.id,
  'scheduled_for', instant,
  'fired_at', sluice_hidden.now(),
  'timezone', job.timezone
);

comment on function sluice_private.date_payload(
  sluice.scheduled_jobs, sluice_private.dated_record, timestamptz
) is
  'What expressions read as trigger when the date of a record has come.';
