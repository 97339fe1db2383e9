/* Simulation: the real engine, in a transaction that is rolled back, with a clock of its own and
   with mocks for what workers and called workflows would do. Time jumps from one timer to the
   next. */
--!include simulation/mock_of.sql
--!include simulation/simulate_worker.sql
--!include simulation/simulate_children.sql
--!include simulation/simulate_waits.sql
--!include simulation/simulate_turn.sql
--!include simulation/simulated_steps.sql
--!include simulation/run_simulation.sql
--!include simulation/simulate_workflow.sql
