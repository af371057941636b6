/**
 * Who is calling: a bearer credential becomes a {@link io.sluice.auth.Caller}, whose tenant scopes everything after it.
 */
@NullMarked
package io.sluice.auth;

import org.jspecify.annotations.NullMarked;
