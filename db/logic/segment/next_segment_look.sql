create or replace function sluice_private.next_segment_look(
  target sluice.workflow_triggers,
  state jsonb,
  last_key text,
  is_full boolean,
  present timestamptz,
  out due_at timestamptz,
  out next_state jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  due_at := present;
  next_state := case
    when is_full then state || jsonb_build_object('cursor', last_key)
    when state ->> 'phase' = 'records' then (state - 'cursor') || '{ "phase": "members" }'
  end;
  if next_state is null then
    due_at := greatest(present, (state ->> 'since')::timestamptz
      + coalesce(target.config ->> 'every', '1 hour')::interval);
    next_state := jsonb_build_object('config', target.config);
  end if;
end;
$$;

comment on function sluice_private.next_segment_look(
  sluice.workflow_triggers, jsonb, text, boolean, timestamptz
) is
  'When a segment is looked at next after this page, and what is known until then.';
