/* Enrolment: settings.enrolment of a workflow says for which records, and how often, it may run.
   start_executions is the door that every start passes, so the policy is looked at there, under a
   lock of the record. A record is enrolled as long as its execution is under way; nobody has to
   note that it has left. Events that end it are subscriptions without a trigger. */
--!include enrolment/named_record.sql
--!include enrolment/record_of.sql
--!include enrolment/is_enrolled.sql
--!include enrolment/left_at.sql
--!include enrolment/cap_fault.sql
--!include enrolment/enrolment_fault.sql
--!include enrolment/enrolled_since.sql
--!include enrolment/left_by_pattern.sql
--!include enrolment/left_fault.sql
--!include enrolment/keep_enrolment.sql
--!include enrolment/record_lock.sql
--!include enrolment/lock_records.sql
--!include enrolment/enrol.sql
--!include enrolment/enrol_again.sql
--!include enrolment/leave_enrolments.sql
--!include enrolment/compile_enrolment.sql
--!include enrolment/enrolments_policies.sql
