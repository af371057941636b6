/**
 * HTTP: the event-loop verticle, routes, decoding and the writing of SCIM answers. The only room, with {@code admin}, that
 * knows vertx-web. It decides no SCIM rule: those are in {@code operation}.
 */
@NullMarked
package io.sluice.http;

import org.jspecify.annotations.NullMarked;
