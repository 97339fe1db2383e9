create or replace function sluice_private.fill_limits(
  compiled jsonb,
  paths jsonpath[],
  context jsonb,
  out limits jsonb,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_keys jsonb;
begin
  select rendered.value, rendered.error
  into v_keys, error
  from sluice_private.render(compiled -> 'keys', compiled -> 'slots', paths, context) as rendered;
  if error is null and jsonb_path_exists(v_keys, '$[*] ? (@ == null)') then
    error := jsonb_build_object(
      'class', 'expression', 'code', 'SLEXP', 'retryable', false,
      'message', 'the key of a limit finds nothing',
      'hint', 'Add | default("…") where the value may be missing.'
    );
  end if;
  if error is null then
    limits := (
      select jsonb_agg(
        filled.value || jsonb_build_object('key', filled.key) order by filled.ordinal
      )
      from (
        select distinct on (made.key) made.key, rule.value, rule.ordinal
        from jsonb_array_elements(compiled -> 'rules') with ordinality as rule (value, ordinal)
        cross join lateral sluice_private.limit_key(
          rule.value ->> 'scope', v_keys -> (rule.ordinal - 1)::int
        ) as made (key)
        order by made.key, rule.ordinal
      ) as filled
    );
  end if;
end;
$$;

comment on function sluice_private.fill_limits(jsonb, jsonpath[], jsonb) is
  'Compiled limits with their keys filled in, or the error of a key that cannot be.';
