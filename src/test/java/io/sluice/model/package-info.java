/**
 * A small model of a directory, written from RFC 7644 and from what Entra and Okta send, and random sequences of requests that are answered
 * by both, the model and the gateway. The model is plain maps and knows no class of the product. {@link io.sluice.model.Draft} says what a
 * change does, {@link io.sluice.model.Directory} what a request does, the {@code Shapes} how a client may spell it. A sequence that fails
 * is had again by its seed: {@code -Dsluice.model.seed=S -Dsluice.model.sequences=1}.
 */
package io.sluice.model;
