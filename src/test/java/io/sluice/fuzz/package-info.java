/**
 * Generated input of every kind of badness against the doors that take client input. An input is made from the run's seed and its own number,
 * so that a failure can be had again alone: {@code -Dsluice.fuzz.seed=S -Dsluice.fuzz.from=N -Dsluice.fuzz.inputs=1}. Long runs:
 *
 * <pre>
 * mvn -q test -Dtest=FuzzTest -Dsluice.fuzz.inputs=1000000
 * mvn -q test-compile surefire:test -Dtest=FuzzIT -Dsluice.fuzz.requests=50000
 * </pre>
 */
package io.sluice.fuzz;
