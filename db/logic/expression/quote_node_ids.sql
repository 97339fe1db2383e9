create or replace function sluice_private.quote_node_ids(expression text, node_ids text[])
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_node text;
begin
  -- plain ids, by far the most, need nothing
  if regexp_count(expression, '\$\.steps\.')
    = regexp_count(expression, '\$\.steps\.[A-Za-z_][A-Za-z0-9_]*(?=\.|\)|$)')
  then
    return expression;
  end if;
  foreach v_node in array node_ids loop
    if v_node !~ '^([A-Za-z_][A-Za-z0-9_]*$|")' and strpos(expression, v_node) > 0 then
      expression := regexp_replace(
        expression,
        '\$\.steps\.' || regexp_replace(v_node, '([^A-Za-z0-9])', '\\\1', 'g') || '(?![\w-])',
        replace('$.steps.' || to_json(v_node)::text, '\', '\\'),
        'g'
      );
    end if;
  end loop;
  return expression;
end;
$$;

comment on function sluice_private.quote_node_ids(text, text[]) is
  'Quotes node ids such as send-mail after $.steps, where jsonpath would read a minus.';
