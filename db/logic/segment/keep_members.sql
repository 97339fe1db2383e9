create or replace function sluice_private.keep_members(
  target sluice.workflow_triggers,
  entered text[],
  gone text[],
  present timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.segment_members as member
  where member.organization_id = target.organization_id
    and member.trigger_id = target.id
    and member.key = any (gone);
  insert into sluice_private.segment_members (organization_id, trigger_id, key, entered_at)
  select target.organization_id, target.id, one.key, present
  from unnest(entered) as one (key)
  on conflict on constraint segment_members_pkey do nothing;
end;
$$;

comment on function sluice_private.keep_members(
  sluice.workflow_triggers, text[], text[], timestamptz
) is
  'Writes down who has come into a segment, and who has left it.';
