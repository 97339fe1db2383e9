create or replace function sluice_private.make_events(change sluice_private.row_changes)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
  v_cause jsonb := sluice_private.event_cause((change).organization_id, (change).caused_by);
begin
  with records as (
    select
      sluice_hidden.uuidv7() as id,
      format('record.%s:%s', unfolded.operation, (change).object) as name,
      left((
        select string_agg(unfolded.key ->> part.name, ',' order by part.ordinal)
        from unnest((change).key) with ordinality as part (name, ordinal)
      ), 500) as key,
      unfolded.operation, unfolded.old_row, unfolded.new_row,
      unfolded.key as identity,
      array(
        select field.name
        from jsonb_object_keys(coalesce(unfolded.new_row, unfolded.old_row)) as field (name)
        where unfolded.operation = 'updated'
          and unfolded.old_row -> field.name is distinct from unfolded.new_row -> field.name
        order by field.name
      ) as changed_fields
    from sluice_private.unfold_change(change) as unfolded
  ),
  wanted as (
    select
      records.*,
      jsonb_build_object(
        'object', (change).object, 'operation', records.operation, 'key', records.identity,
        'old', records.old_row, 'new', records.new_row, 'changed_fields', records.changed_fields
      ) as payload
    from records
    where exists (
      select from sluice_private.record_subscriptions as s
      where s.event = records.name
        and s.organization_id = (change).organization_id
        and (
          records.operation <> 'updated' or s.fields is null or s.fields && records.changed_fields
        )
    )
  ),
  made as (
    insert into sluice.workflow_events (
      organization_id, id, name, key, payload, details, created_at
    )
    select
      (change).organization_id, wanted.id, wanted.name, nullif(wanted.key, ''),
      case when sluice_hidden.is_oversized(wanted.payload)
        then wanted.payload || '{ "old": null, "new": null, "left_out": "too large" }'
        else wanted.payload end,
      v_cause, (change).created_at
    from wanted
  )
  insert into sluice_private.new_events (organization_id, event_id, topic)
  select
    (change).organization_id, wanted.id,
    sluice_private.event_topic((change).organization_id, wanted.name)
  from wanted;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function sluice_private.make_events(sluice_private.row_changes) is
  'Makes an event of each changed record that somebody wants to know of; says how many.';
