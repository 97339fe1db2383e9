create or replace function sluice_private.note_statements(watch sluice_private.table_watches)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select string_agg(
      format(
        'elsif tg_op = %L then
          %s;',
        kind.event, sluice_private.capture_statement(watch, kind.operation, 'v_whose')
      ),
      E'\n        ' order by kind.operation
    )
    from (
      values ('created', 'INSERT'), ('updated', 'UPDATE'), ('deleted', 'DELETE')
    ) as kind (operation, event)
    where kind.operation = any (watch.operations)
  );
end;
$$;

comment on function sluice_private.note_statements(sluice_private.table_watches) is
  'The branches of a written trigger function that note a few rows of one organization.';
