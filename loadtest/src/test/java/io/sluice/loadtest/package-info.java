/**
 * One Gatling simulation for each question, and what they share: {@link io.sluice.loadtest.Target} (whom they ask), {@link
 * io.sluice.loadtest.Entra} (tenants and their jobs) and {@link io.sluice.loadtest.Play} (turns of a job as requests).
 */
package io.sluice.loadtest;
