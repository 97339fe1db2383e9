/* Whatever would show that it ran ahead of the rounds forbids it (an undo, a cache, a turn), and so
   does an output that is made of what is written. */
create or replace function sluice_private.is_plain(step sluice.workflow_steps)
returns boolean
language sql
immutable
return (
    (step).type = 'choice' and (step).config ->> 'mode' <> 'split'
    or coalesce((step).handler = 'sluice_private.action_data_set', false)
  )
  and not (step).takes_turns
  and num_nonnulls((step).compensation, (step).output_template, (step).cache_ttl) = 0;

comment on function sluice_private.is_plain(sluice.workflow_steps) is
  'Whether all that happens to a step is that the database runs it.';
