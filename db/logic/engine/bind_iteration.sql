create or replace function sluice_private.bind_iteration(
  container sluice_private.containers,
  node_id text,
  name text,
  iteration int,
  carry jsonb,
  outer_bindings jsonb
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_own jsonb := jsonb_build_object('index', iteration, 'item', coalesce(carry, (
    select page.items -> (iteration % 1000)
    from sluice_private.container_items as page
    where page.organization_id = container.organization_id
      and page.execution_id = container.execution_id
      and page.frame_id = container.frame_id
      and page.step_no = container.step_no
      and page.page = iteration / 1000
  )));
begin
  return coalesce(outer_bindings - '{item,index,steps}'::text[], '{}') || v_own
    || case when name is null then '{}' else jsonb_build_object(name, v_own -> 'item') end
    || jsonb_build_object(
    'steps', coalesce(outer_bindings -> 'steps', '{}') || jsonb_build_object(node_id, v_own)
  );
end;
$$;

comment on function sluice_private.bind_iteration(
  sluice_private.containers, text, text, int, jsonb, jsonb
) is
  'What expressions in an iteration see besides: item, index, the item by its name, and those of '
  'the containers around it as steps.<container>.item.';
