create or replace function sluice_private.split_pipes(source text)
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_parts text[] := array[]::text[];
  v_part text := '';
  v_char text;
  v_depth int := 0;
  v_quoted boolean := false;
  v_escaped boolean := false;
begin
  foreach v_char in array string_to_array(source, null) loop
    if v_char = '|' and v_depth = 0 and not v_quoted then
      v_parts := v_parts || v_part;
      v_part := '';
      continue;
    end if;
    v_part := v_part || v_char;
    if v_quoted then
      v_quoted := v_escaped or v_char <> '"';
      v_escaped := v_char = '\' and not v_escaped;
    elsif v_char = '"' then
      v_quoted := true;
    elsif v_char in ('(', '[', '{') then
      v_depth := v_depth + 1;
    elsif v_char in (')', ']', '}') then
      v_depth := v_depth - 1;
    end if;
  end loop;
  return v_parts || v_part;
end;
$$;

comment on function sluice_private.split_pipes(text) is
  'Splits an expression from its filters at each | outside strings and brackets.';
