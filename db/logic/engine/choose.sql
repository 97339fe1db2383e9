create or replace function sluice_private.choose(
  config jsonb,
  cases jsonpath[],
  context jsonb,
  out ports text[],
  out verdicts jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_case jsonpath;
  v_no int := 0;
  v_holds boolean;
  v_is_first boolean := config ->> 'mode' = 'first';
begin
  ports := '{}';
  verdicts := '[]';
  foreach v_case in array cases loop
    v_holds := jsonb_path_match_tz(context, v_case, '{}', true);
    verdicts := verdicts || jsonb_build_array(jsonb_build_object(
      'port', config -> 'ports' -> v_no, 'when', v_case::text, 'answer', v_holds
    ));
    if v_holds then
      ports := ports || (config -> 'ports' ->> v_no);
      exit when v_is_first;
    end if;
    v_no := v_no + 1;
  end loop;
  if ports = '{}' and config ->> 'default' is not null then
    ports := array[config ->> 'default'];
  end if;
  verdicts := jsonb_build_object('cases', verdicts);
end;
$$;

comment on function sluice_private.choose(jsonb, jsonpath[], jsonb) is
  'The ports a choice opens, and what each case answered; unknown (null) does not hold.';
