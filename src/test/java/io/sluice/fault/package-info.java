/**
 * Proof of calm: traffic goes on while the database freezes, vanishes, crawls or crashes and while gateways are killed or told to end; every
 * answer is written down and held to what is promised, and the database to what was acknowledged. Each proof has a short form among the tests
 * and a long one by a command, which the README names.
 */
@NullMarked
package io.sluice.fault;

import org.jspecify.annotations.NullMarked;
