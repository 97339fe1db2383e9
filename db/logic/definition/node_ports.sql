create or replace function sluice_private.node_ports(type text, data jsonb)
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case type
    when 'trigger' then array['main']
    when 'action' then array['main', 'error']
    when 'join' then array['main', 'error']
    when 'call' then array['main', 'error']
    when 'wait' then array['main', 'error']
      || case when data ?| '{for,until,local}' then '{elapsed}'::text[] else '{}' end
      || array(
        select event.port #>> '{}'
        from jsonb_path_query(data, '$.events[*].port ? (@.type() == "string")') as event (port)
      )
      || case when data ? 'condition' then '{met}'::text[] else '{}' end
      || case when data ? 'approval' then '{approved,rejected}'::text[] else '{}' end
      || case
        when data ? 'timeout' or data #> '{approval,due}' is not null then '{timeout}'::text[]
        else '{}'
      end
    when 'foreach' then array['main', 'done', 'error']
    when 'loop' then array['main', 'done', 'error']
    when 'group' then array['main', 'done', 'error', 'cancelled']
    when 'choice' then array(
      select distinct port.value #>> '{}'
      from jsonb_path_query(data, '$.cases[*].port ? (@.type() == "string")') as port (value)
      union
      select data ->> 'default' where data ? 'default'
      union
      select 'error'
    )
    else '{}'
  end;
end;
$$;

comment on function sluice_private.node_ports(text, jsonb) is
  'The ports that edges may leave from; error:<class> is one wherever error is.';
