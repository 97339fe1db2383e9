/* Definer: who writes to a watched table needs no right here, and nobody else can note changes.
   Which tables are watched only table_watches says, however a trigger that runs it came to be. */
create or replace function sluice_private.write_note_function(relation regclass, body text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text := format('sluice_hidden.note_rows_%s', relation::oid);
begin
  -- lint: allow "text type variable is not sanitized": its name is a number, its body a literal
  execute format(
    'create or replace function %s() returns trigger language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
    set datestyle = ''ISO, YMD'' set intervalstyle = ''iso_8601'' set timezone = ''UTC''
    set bytea_output = ''hex''
    as %L',
    v_name, body
  );
  execute format(
    'comment on function %s() is %L', v_name,
    'Notes what statements change in a watched table: see sluice.watched_tables.'
  );
  execute format('grant execute on function %s() to sluice_member, sluice_admin', v_name);
end;
$$;

comment on function sluice_private.write_note_function(regclass, text) is
  'Makes the trigger function of a watched table.';
