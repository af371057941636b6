/**
 * Tables of requests as SCIM clients send them, replayed over a real socket. A table is a JSON file in the resources of this package; its
 * cases say where their request shape or their expected answer comes from. Every case has a tenant of its own, so it may use plain names.
 *
 * <p>A case: {@code name} (a sentence that could be false), {@code source}, {@code given} (steps that must succeed), {@code request} (the
 * step under test), {@code then} (steps that read the state back). A step: see {@link io.sluice.cases.Step}; answers are compared as
 * {@link io.sluice.cases.Expected} says, and each is held against {@link io.sluice.cases.AnswerRules} besides. With {@code examples}, a list
 * of objects, the case is run once for each; their members are variables ({@code ${op}}) and each needs a {@code name}.
 */
@NullMarked
package io.sluice.cases;

import org.jspecify.annotations.NullMarked;
