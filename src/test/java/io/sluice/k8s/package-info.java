/** Holds {@code k8s/}: every overlay is rendered, read into the types of Kubernetes, and checked for what the API server would refuse late. */
@NullMarked
package io.sluice.k8s;

import org.jspecify.annotations.NullMarked;
