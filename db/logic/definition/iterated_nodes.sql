create or replace function sluice_private.iterated_nodes(definition jsonb)
returns text[]
language sql
immutable
begin atomic
  with recursive inside (node_id, depth) as (
    select child.node_id, 1
    from sluice_private.definition_nodes(definition) as container
    inner join sluice_private.definition_nodes(definition) as child
      on child.parent_id = container.node_id
    where container.type in ('foreach', 'loop')
    union
    select child.node_id, inside.depth + 1
    from inside
    inner join sluice_private.definition_nodes(definition) as child
      on child.parent_id = inside.node_id
    where inside.depth < 21
  )
  select coalesce(array_agg(distinct inside.node_id), '{}') from inside;
end;

comment on function sluice_private.iterated_nodes(jsonb) is
  'The nodes inside a foreach or a loop, however deep.';
