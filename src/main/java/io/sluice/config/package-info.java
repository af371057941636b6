/**
 * Settings: records read once from the environment, checked, immutable. Depends on nothing of ours.
 */
@NullMarked
package io.sluice.config;

import org.jspecify.annotations.NullMarked;
