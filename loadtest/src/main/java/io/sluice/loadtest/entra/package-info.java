/**
 * Microsoft Entra ID as a client of a SCIM server: what it knows ({@link io.sluice.loadtest.entra.Directory}), what it does
 * ({@link io.sluice.loadtest.entra.Job}), how it says it ({@link io.sluice.loadtest.entra.Conversations}, {@link
 * io.sluice.loadtest.entra.Dialect}), what it takes for an answer ({@link io.sluice.loadtest.entra.Expect}) and when it gives up
 * ({@link io.sluice.loadtest.entra.Quarantine}). It knows no HTTP client and no Gatling: a driver asks a job for the next call and hands the
 * answer back.
 */
package io.sluice.loadtest.entra;
