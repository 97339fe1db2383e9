/* Doctor: what operators look at first. Each examine_… function looks at one part of the database
   and answers with findings: a figure, judged by the thresholds of a warning and of an error. */
--!include doctor/finding.sql
--!include doctor/seconds_since.sql
--!include doctor/oldest_ready.sql
--!include doctor/examine_queue.sql
--!include doctor/examine_engine.sql
--!include doctor/examine_failures.sql
--!include doctor/examine_workers.sql
--!include doctor/examine_transactions.sql
--!include doctor/examine_vacuum.sql
--!include doctor/partition_bounds.sql
--!include doctor/examine_partitions.sql
--!include doctor/object_hashes.sql
--!include doctor/note_installed.sql
--!include doctor/examine_drift.sql
--!include doctor/examine_invariants.sql
--!include doctor/doctor.sql
--!include doctor/installed_objects_policies.sql
