/* The canonical text of a path quotes every key; string literals are blanked, as they may say
   anything. What a filter reads is within what it filters. */
create or replace function sluice_private.reads_of(paths jsonpath[])
returns jsonpath[]
language sql
immutable
parallel safe
return array(
  select distinct read.match[1] collate "C"
  from unnest(paths) as path
  cross join lateral regexp_matches(
    regexp_replace(path::text, '(\."(?:[^"\\]|\\.)*")|"(?:[^"\\]|\\.)*"', '\1', 'g'),
    '(\$(?:\."(?:[^"\\]|\\.)*"|\[[^]$@[]*\])+)', 'g'
  ) as read (match)
  order by 1
)::jsonpath[];

comment on function sluice_private.reads_of(jsonpath[]) is
  'What conditions read of their context, each once.';
