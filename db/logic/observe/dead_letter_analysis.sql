create or replace view sluice.dead_letter_analysis
with (security_invoker = true)
as
select
  letter.organization_id, letter.workflow_id, letter.kind, letter.error_class, letter.node_id,
  count(*) as letter_count, min(letter.failed_at) as first_failed_at,
  max(letter.failed_at) as last_failed_at,
  (array_agg(letter.message order by letter.failed_at desc))[1] as last_message,
  (array_agg(letter.execution_id order by letter.failed_at desc))[1] as last_execution_id
from sluice.dead_letters as letter
group by
  letter.organization_id, letter.workflow_id, letter.kind, letter.error_class, letter.node_id;

comment on view sluice.dead_letter_analysis is
  'The dead letters of each workflow, by kind, class of error and node.';
comment on column sluice.dead_letter_analysis.organization_id is 'The organization.';
comment on column sluice.dead_letter_analysis.workflow_id is 'The workflow.';
comment on column sluice.dead_letter_analysis.kind is 'failed timed_out quarantined parked.';
comment on column sluice.dead_letter_analysis.error_class is
  'What kind of error; what a filter of redrive calls error_class.';
comment on column sluice.dead_letter_analysis.node_id is 'The node in which it went wrong.';
comment on column sluice.dead_letter_analysis.letter_count is 'How many there are.';
comment on column sluice.dead_letter_analysis.first_failed_at is 'When the first of them failed.';
comment on column sluice.dead_letter_analysis.last_failed_at is 'When the last of them failed.';
comment on column sluice.dead_letter_analysis.last_message is 'What that one said.';
comment on column sluice.dead_letter_analysis.last_execution_id is 'Which that one is.';
grant select on sluice.dead_letter_analysis to sluice_member, sluice_admin;
