/* Of the keys that compile_limit_rules and limits_of make. */
create or replace function sluice_private.limit_label(organization_id uuid, key text)
returns text
language sql
stable
return (
  select case
    when part.place = 'schedule' then 'the overlap of its schedule'
    when part.scope = 'step' then format('limit %s of step %s', part.place, part.node)
    when part.scope = 'workflow' then format(
      'limit %s of workflow %s', part.place, (
        select w.name from sluice.workflows as w
        where w.organization_id = limit_label.organization_id and w.id = part.workflow_id
      )
    )
    when part.scope = 'provider' then 'the limits of provider ' || part.value
    else 'limit ' || part.value
  end || case
    when part.mark = '!' then ' for what its key does not find'
    when part.mark = '#' then ' for a long key'
    when part.place <> 'schedule' and part.value <> '' then ' for ' || part.value
    else ''
  end
  from (
    select found.at[1] as scope, found.at[2]::uuid as workflow_id,
      coalesce(sluice_hidden.try_jsonb(found.at[3]) #>> '{}', found.at[3]) as node,
      found.at[4] as place, found.at[5] as mark, found.at[6] as value
    from (
      select regexp_match(
        key,
        '^(\w+)(?::([-0-9a-f]{36})/(?:("(?:[^"\\]|\\.)*"|[^/:]+)/)?(\d+|schedule))?([:#!])(.*)$'
      ) as at
    ) as found
  ) as part
);

comment on function sluice_private.limit_label(uuid, text) is
  'A limit, and the value of its key, as sentences name it.';
