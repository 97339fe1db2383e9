/* Of a type that requests fire as well, those of both. */
create or replace function sluice_private.payload_fields(trigger text)
returns text[]
language sql
immutable
return string_to_array(case
  when trigger in ('record_created', 'record_updated', 'record_deleted')
    then 'object operation key old new changed_fields left_out'
  when trigger in ('segment_entered', 'segment_left') then 'object key record at contact_id'
  when trigger in ('workflow_finished', 'workflow_failed') then 'run error runs'
  when trigger in ('poll', 'polling', 'feed_item', 'imap_message') then 'item'
  when trigger in ('appointment_booked', 'appointment_rescheduled', 'appointment_no_show')
    then 'booking_id customer_id contact_id class_id class_details booking_time old_time'
  when trigger in ('payment_succeeded', 'payment_refunded')
    then 'customer_id contact_id payment_id amount payment'
  when trigger in ('tag_added', 'tag_removed') then 'contact_id tag_id tag contact'
  else case trigger
    when 'lead_created' then 'lead_id contact_id lead_data source'
    when 'lead_updated' then 'lead_id contact_id changed_fields old_data new_data'
    when 'lead_scored' then 'lead_id contact_id old_score new_score score_factors'
    when 'lead_status_changed' then 'lead_id contact_id old_status new_status lead_data'
    when 'message_received' then 'message_id content sender channel contact_id'
    when 'message_sent' then 'message_id contact_id channel status'
    when 'appointment_cancelled'
      then 'booking_id customer_id contact_id class_id reason cancelled_by'
    when 'class_reminder' then 'class_id attendees class_details'
    when 'form_submitted' then 'form_id submission_id contact_id form_data consent'
    when 'membership_expires_soon'
      then 'customer_id contact_id membership_id expiry_date days_remaining'
    when 'payment_failed' then 'customer_id contact_id payment_id amount currency failure_reason '
      'attempt_number'
    when 'task_completed' then 'task_id contact_id completed_at task'
    when 'note_added' then 'note_id contact_id content note'
    when 'opportunity_stage_changed'
      then 'opportunity_id contact_id pipeline old_stage new_stage opportunity'
    when 'stale_opportunity'
      then 'opportunity_id contact_id opportunity days_in_stage pipeline stage'
    when 'birthday' then 'contact_id contact'
    when 'task_due' then 'task_id contact_id task'
    when 'date_field_reached' then 'record date'
    when 'scheduled_time' then 'scheduled_time execution_count'
    when 'scheduled_dates' then 'scheduled_for execution_count'
    when 'business_hours' then 'current_time day_of_week'
    when 'expected_run_missing' then 'workflow expected_by last_run'
    when 'metric_threshold' then 'metric workflow value op threshold at'
  end
end, ' ');

comment on function sluice_private.payload_fields(text) is
  'What trigger.payload may have, of a built-in trigger; null: whatever is sent.';
