/* Where the threshold of an error is the smaller one, little is what is wrong. */
create or replace function sluice_private.finding(
  name text,
  figure numeric,
  warns_at numeric,
  fails_at numeric,
  message text,
  hint text
)
returns sluice.doctor_finding
language sql
immutable
return (
  name,
  case
    when fails_at < warns_at then case
      when figure <= fails_at then 'error' when figure <= warns_at then 'warn' else 'ok' end
    when figure >= fails_at then 'error'
    when figure >= warns_at then 'warn'
    else 'ok'
  end,
  round(figure, 2), concat_ws(' / ', warns_at, fails_at), message,
  case when figure >= least(warns_at, fails_at) and not coalesce(fails_at < warns_at, false)
    or figure <= warns_at and fails_at < warns_at then hint end
)::sluice.doctor_finding;

comment on function sluice_private.finding(text, numeric, numeric, numeric, text, text) is
  'A figure of doctor, judged by its thresholds; the hint only where there is something to do.';
