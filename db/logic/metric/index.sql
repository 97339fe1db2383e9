/* Metrics: what Prometheus scrapes from a worker. Attempts and how long they take are counted by
   each worker, for it alone knows them at no cost; how executions end is counted in the database,
   where they end: a row for each batch, never an update. */
--!include metric/execution_counts_policies.sql
--!include metric/fold_counts.sql
--!include metric/engine_metrics.sql
--!include metric/metrics.sql
