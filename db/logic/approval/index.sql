/* Approvals: what people decide. A wait that asks opens an approval, with a row per assignee, and
   emits an event for each: workflows send the mails. What an assignee decides is written into their
   own row, by them alone; who completes the quorum, or makes it impossible, leaves an arrival with
   the execution, as an event does. Only the engine writes the approval itself, when its wait ends:
   so nobody who decides waits for the engine, and the engine waits for nobody. Those who decide on
   the same approval take turns, by an advisory lock.

   A link has a random token, of which only the hash is stored. Until a worker is handed the step
   that sends it, a reference stands in its place. */
--!include approval/approval_people.sql
--!include approval/approval_fault.sql
--!include approval/emit_approval_event.sql
--!include approval/approval_event.sql
--!include approval/tell_assignees.sql
--!include approval/next_reminder.sql
--!include approval/ask_assignees.sql
--!include approval/open_approvals.sql
--!include approval/remind_assignees.sql
--!include approval/close_approvals.sql
--!include approval/judge_approval.sql
--!include approval/approval_output.sql
--!include approval/assert_open.sql
--!include approval/assert_answer.sql
--!include approval/find_approval.sql
--!include approval/record_decision.sql
--!include approval/is_me.sql
--!include approval/find_part.sql
--!include approval/decide_approval.sql
--!include approval/assert_delegate.sql
--!include approval/delegate_approval.sql
--!include approval/my_approvals.sql
--!include approval/reveal_links.sql
--!include approval/find_link.sql
--!include approval/read_link.sql
--!include approval/decide_by_link.sql
--!include approval/workflow_approvals_policies.sql
--!include approval/workflow_approval_assignees_policies.sql
--!include approval/approval_links_policies.sql
