/* Alike are names that have a word in common, or the same letters; most words first. */
create or replace function sluice_private.choose_like(
  organization_id uuid,
  kind text,
  name text
)
returns text
language sql
stable
begin atomic
  select concat(
    'Perhaps ' || string_agg(alike.name, ' or ' order by alike.shared desc, alike.name) || '. ',
    format('Choose one of sluice.workflow_%s_definitions.', choose_like.kind)
  )
  from (
    select known.name, cardinality(shared.words) as shared
    from (
      select a.organization_id, a.name from sluice.workflow_action_definitions as a
      where choose_like.kind = 'action' and a.is_active
      union all
      select t.organization_id, t.name from sluice.workflow_trigger_definitions as t
      where choose_like.kind = 'trigger' and t.is_active
    ) as known
    cross join lateral (
      select array(
        select regexp_split_to_table(known.name, '[._]')
        intersect select regexp_split_to_table(lower(choose_like.name), '[^a-z0-9]+')
      ) as words
    ) as shared
    where known.organization_id in (
        '00000000-0000-0000-0000-000000000000', choose_like.organization_id
      )
      and (shared.words <> '{}' or regexp_replace(known.name, '[._]', '', 'g')
        = regexp_replace(lower(choose_like.name), '[^a-z0-9]', '', 'g'))
    order by 2 desc, 1
    limit 3
  ) as alike;
end;

comment on function sluice_private.choose_like(uuid, text, text) is
  'The hint for an action or a trigger that is not in the catalogue: up to three that are and look '
  'like it, and where all are.';
